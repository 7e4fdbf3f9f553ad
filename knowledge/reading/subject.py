"""What an error is about: a VNet peering, a VNet, or some other resource, service or cloud."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from knowledge.reading.hinted import hinted, lower_case


class Subject(StrEnum):
    """What the resource types, actions, commands and words of an error name."""

    PEERING = "peering"
    NETWORK = "network"
    OTHER = "other"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class About:
    """The subject of an error. `firmly` when an action, a type or a command says so, not only a word of a sentence."""

    subject: Subject
    firmly: bool = False


_NEAR: Final = 500
"""How many characters before an error are taken for what it is about when they name another resource."""

_PEER: Final = "p[ec][ec]r"
"""The word peer, also as a scanner may read it."""

_PEERING_NAME: Final = re.compile(
    rf"netw[o0]rk_?{_PEER}|peer/action|allowmultiplepeeringlinks|vnet_?peering|az network vnet peering"
)
_ACTION: Final = hinted(
    r"perform(?:ing)?\s+(?:the\s+)?(?:action|operation)?(?:\(s\)|s)?\s*['\"]([^'\"]{1,200})['\"]", "perform", flags=0
)
_LACKING: Final = hinted(
    r"not have (?:authorization|permissions?) to perform (?:the )?actions?(?:\(s\))? ?['\"]([^'\"]{1,200})['\"]",
    "not have",
    flags=0,
)
_NETWORK_ACTION: Final = "microsoft.network/virtualnetworks/"
_TYPE: Final = re.compile(
    r"microsoft\.(?<!\wmicrosoft\.)(?!com\b)([a-z]{2,40})(?![a-z.])((?:/[\w.*<>{}$()-]{1,90}){0,10})"
)
_WITH: Final = re.compile(r"with (?<!\wwith )(?:module\.[\w\[\]\".-]{1,200}\.)?([a-z]{2,12}_[a-z0-9_]{2,80})\.")
_PROVIDERS: Final = ("azurerm_", "azuread_", "aws_", "google_", "azuredevops_", "kubernetes_", "helm_")
_TERRAFORM: Final = hinted(
    rf"\b((?:{'|'.join(provider.rstrip('_') for provider in _PROVIDERS)})_[a-z0-9_]{{2,80}})", *_PROVIDERS, flags=0
)
_HEADER: Final = hinted(
    r"\b(?:creating|updating|deleting|reading|retrieving|removing|waiting for(?: creation/update of| the creation of)?"
    r"|checking for presence of existing|creating/updating|expanding|listing)\s(?:the\s)?"
    r"((?:[A-Z][\w/]*\s){1,7}?)(?=[\(\"':])",
    *("creating", "updating", "deleting", "reading", "retrieving", "removing", "waiting for", "checking for"),
    *("expanding", "listing"),
    flags=0,
)
_CLI: Final = hinted(r"(?<![\w.-])az\s+([a-z][a-z0-9-]{1,30}(?:\s+[a-z][a-z0-9-]{1,30}){0,3})", "az ", flags=0)
_CMDLET: Final = hinted(r"\b[A-Z][a-z]{2,9}-Az(?:ure)?(?:Rm)?([A-Z]\w{1,60})", "-az", flags=0)
_OTHER_TOOLS: Final = tuple(
    hinted(pattern, hint, flags=0)
    for pattern, hint in (
        (r"\bazure_rm_([a-z]\w{2,40})", "azure_rm_"),
        (r"\bazure-native:(\w+:\w+)", "azure-native:"),
        (r"\bazure:(\w+/\w+:\w+)", "azure:"),
        (r"\b([A-Z]\w{3,50})Client#", "client#"),
        (r"(Azure\w{3,50}Command)\b", "command"),
    )
)
_CLEAR: Final = re.compile(
    "resources|authorization|management|azure|rest|powershell|portal|subscription|features|support|consumption"
    "|billing|msazure|graph|aad|solutionsproviders|policyinsights|security|identity"
)
_CLEAR_CLI: Final = re.compile(
    r"^(?:login|logout|account|role|deployment|group|rest|resource|feature|provider|config|version|upgrade|cli|ad|policy|lock"
    r"|extension|network list-usages)\b"
)
_CLEAR_CMDLET: Final = re.compile(r"^(?:Context|Account|Tenant|Subscription|ResourceGroup|.*Deployment|Role\w*|AD\w+)$")
_NETWORK_CMDLET: Final = re.compile(r"^VirtualNetwork(?:SubnetConfig)?$")
_ELSEWHERE: Final = tuple(
    hinted(pattern, *hints, flags=0)
    for pattern, *hints in (
        (r"expressroute(?:circuits|gateways|ports)", "expressroute"),
        (
            r"azureprivatepeering|microsoftpeering\b|microsoft\.peering\b|(?:private|microsoft) peering|direct peering"
            r"|peering service|peeringdb",
            *("privatepeering", "microsoftpeering", "microsoft.peering", "private peering", "microsoft peering"),
            *("direct peering", "peering service", "peeringdb"),
        ),
        (r"\bbgp[\s-]+(?:peer|session|neighbor|connection)", "bgp"),
        (r"\bvpc-[0-9a-f]{6,}|vpcpeeringconnection|invalidvpc|\bvpc peering connection", "vpc"),
        (r"\bpcx-[0-9a-f]{6,}", "pcx-"),
        (r"\barn:aws|\baws\b|\bec2\b", "aws", "ec2"),
        (r"\bgoogleapi|\bgcp\b|\bgoogle cloud\b|\bgcloud\b|\bgke\b", "google", "gcp", "gcloud", "gke"),
        (
            r"ocid1\.(?<!\wocid1\.)|oci(?<!\woci)\b|opc-request-id(?<!\wopc-request-id)\b|localpeeringgateway",
            *("oci", "opc-request", "localpeering"),
        ),
        (r"\bprojects/[\w.-]+/(?:regions|global|zones)/|peerings_per_network", "projects/", "peerings_per_network"),
        (r"\b(?:on|of|for) (?:the )?circuit\b", "circuit"),
        (r"\boracle\b|\balibaba\b|mongodb atlas", "oracle", "alibaba", "mongodb"),
        (
            r"internet exchange|isp(?<!\wisp)\b|asn(?<!\wasn)\b|as number",
            *("internet exchange", "isp", "asn", "as number"),
        ),
        (
            r"hubvirtualnetworkconnection|managedprivateendpoint|virtual hub\b|route server peer|\bkubernetes peer",
            *("hubvirtual", "managedprivate", "virtual hub", "route server peer", "kubernetes peer"),
        ),
        (
            r"peer[\s-]to[\s-]peer|\bpeer dep|by peer\b|torrent",
            *("peer to", "peer-to", "peer dep", "by peer", "torrent"),
        ),
    )
)
"""Words of other clouds, services and kinds of peers, in lower case."""

_ELSEWHERE_SPELT: Final = (
    hinted(r"IKE(?<!\wIKE)(?:v[12])?\b|\bpeer-group\b|\bFRR\b", "ike", "peer-group", "frr", flags=0),
    # "as 2019" is none.
    hinted(r"AS(?<!\wAS) ?\d{3,6}\b", "as", flags=0),
)
"""Those that count only when they are spelt so."""

_SERVICE: Final = re.compile(
    r"\b(?:logic apps?|key ?vault|storage account|cosmos ?db|aks|kubernetes|app service plan|saas|marketplace|power ?bi"
    r"|data factory|synapse|virtual machine|container registry|sql (?:server|database)|event hubs?|service bus"
    r"|openai)\b"
    r"|_vm\b|\bvm[_-]"
)
"""Services that a sentence names; where nothing else tells, an error beside them is theirs."""

_WORD: Final = re.compile(
    rf"(?<![\w./@-])(?:(?:vnet|vpc|network)[\s-]?)?{_PEER}(?:[il1]n[gq]s?|ed)?(?![\w/@-]|\.\w)|\bvpcpeering\b|--remote-vnet\b"
    r"|remote virtual network|virtualnetworkpeering|peer/action|\b(?:deny|disallow|block|restrict)[\w-]{0,60}peer"
    r"|ピアリング|对等互连|對等互連|emparejamiento|emparelhamento|appairage"
)


def lacking(lower: str) -> frozenset[str]:
    """Give the ends of the actions that a text in lower case says somebody may not perform, such as `peer/action`."""
    actions = _LACKING.findall(lower, lower)
    return frozenset("/".join(action.split("/")[-2:]) for action in actions if "/" in action)


def about(text: str, lead: str = "") -> About:
    """Say what an error is about. What it says of its action decides first, then its types, tools and commands.

    `lead` is what stands before it: an error that names nothing is about what the lines before it name.
    """
    found = _about(text)
    if lead and found.subject in {Subject.NOTHING, Subject.NETWORK}:
        if _about(lead).subject is Subject.PEERING:
            return About(Subject.PEERING)
        # Further up a log may speak of many things that went well.
        near = _about(lead[-_NEAR:])
        if near.subject is Subject.OTHER:
            return near
    return found


def _about(text: str) -> About:
    lower = lower_case(text)
    actions = _ACTION.findall(lower, lower)
    if any(_PEERING_NAME.search(action) for action in actions):
        return About(Subject.PEERING, firmly=True)
    if any("/" in action and not action.startswith(_NETWORK_ACTION) for action in actions):
        return About(Subject.OTHER, firmly=True)
    blamed = _blamed(text, lower)
    if blamed is Subject.OTHER:
        return About(Subject.OTHER, firmly=True)
    named = _named(text, lower)
    if Subject.PEERING in named:
        return About(Subject.PEERING, firmly=True)
    # An action whose name was masked may be any.
    if actions or Subject.OTHER in named or _elsewhere(text, lower):
        return About(Subject.OTHER, firmly=True)
    if _WORD.search(lower):
        return About(Subject.PEERING)
    if Subject.NETWORK in named:
        return About(Subject.NETWORK, firmly=True)
    return About(Subject.OTHER if _SERVICE.search(lower) else Subject.NOTHING)


def _elsewhere(text: str, lower: str) -> bool:
    return any(words.search(lower, lower) for words in _ELSEWHERE) or any(
        words.search(text, lower) for words in _ELSEWHERE_SPELT
    )


def _blamed(text: str, lower: str) -> Subject | None:
    """Terraform names the block at fault after `with`, and what it was doing in the first line."""
    found = _WITH.search(text)
    if found:
        kind = _of_terraform(found[1])
        return kind if kind is not Subject.NOTHING else None
    doing = _HEADER.search(text, lower)
    if doing and doing[1].count(" ") > 1:
        noun = doing[1].strip().lower()
        if "network peering" in noun:
            return Subject.PEERING
        if noun in {"virtual network", "deployment", "template deployment", "resource group"}:
            return None
        return Subject.OTHER
    return None


def _named(text: str, lower: str) -> set[Subject]:
    """Give what the resource types, Terraform blocks, commands and cmdlets are about, as far as the first peering."""
    named: set[Subject] = set()
    for subject in _things(text, lower):
        named.add(subject)
        if subject is Subject.PEERING:
            break
    return named


def _things(text: str, lower: str) -> Iterator[Subject]:
    yield from (_of_type(provider, path) for provider, path in dict.fromkeys(_TYPE.findall(lower)))
    yield from (_of_terraform(name) for name in dict.fromkeys(_TERRAFORM.findall(text, lower)))
    yield from (_of_cli(words) for words in dict.fromkeys(_CLI.findall(text, lower)))
    yield from (_of_cmdlet(noun) for noun in dict.fromkeys(_CMDLET.findall(text, lower)))
    yield from (_of_other_tool(name.lower()) for names in _OTHER_TOOLS for name in names.findall(text, lower))


def _of_type(provider: str, path: str) -> Subject:
    if _PEERING_NAME.search(path) or (provider in {"network", "classicnetwork"} and "/peer" in path):
        return Subject.PEERING
    if _CLEAR.fullmatch(provider) or (provider == "databricks" and path.startswith("/workspaces")):
        return Subject.NOTHING
    if provider in {"network", "classicnetwork"}:
        parts = path.split("/")
        if parts[1:2] == ["virtualnetworks"]:
            return Subject.OTHER if "subnets" in parts else Subject.NETWORK
        if len(parts) < 2 or parts[1] in {"locations", "*"}:
            return Subject.NOTHING
    return Subject.OTHER


def _of_terraform(name: str) -> Subject:
    # Scanners do not read the end of a long name well.
    if "virtual_network_peering" in name or name.startswith("azurerm_virtual_network_pe"):
        return Subject.PEERING
    if name == "azurerm_virtual_network":
        return Subject.NETWORK
    if name in {
        "azurerm_resource_group_template_deployment",
        "azurerm_subscription_template_deployment",
        "azapi_resource",
        "azurerm_provider",
    }:
        return Subject.NOTHING
    known = name.split("_", 1)[0] in {"azurerm", "azuread", "aws", "google", "azuredevops", "kubernetes", "helm"}
    return Subject.OTHER if known else Subject.NOTHING


def _of_cli(words: str) -> Subject:
    words = " ".join(words.split())
    if words.startswith("network vnet peering"):
        return Subject.PEERING
    if words == "network vnet" or words.startswith("network vnet "):
        return Subject.OTHER if words.startswith("network vnet subnet") else Subject.NETWORK
    known = _GROUPS.fullmatch(words.split()[0]) is not None
    return Subject.NOTHING if _CLEAR_CLI.match(words) or not known else Subject.OTHER


def _of_cmdlet(noun: str) -> Subject:
    if "peering" in noun.lower():
        return Subject.OTHER if noun.lower().startswith(("expressroute", "peering")) else Subject.PEERING
    if _NETWORK_CMDLET.match(noun):
        return Subject.NETWORK
    return Subject.NOTHING if _CLEAR_CMDLET.match(noun) else Subject.OTHER


def _of_other_tool(name: str) -> Subject:
    if "peering" in name:
        return Subject.PEERING
    if name.endswith(":virtualnetwork") or name in {"virtualnetwork", "virtualnetworks"}:
        return Subject.NETWORK
    return Subject.NOTHING if "deployment" in name else Subject.OTHER


_GROUPS: Final = re.compile(
    "acr|ad|aks|apim|appconfig|appservice|backup|batch|bot|cdn|cloud|cognitiveservices|connectedk8s"
    "|connectedmachine|connectedvmware|containerapp|container|cosmosdb|databricks|datafactory|dataprotection"
    "|desktopvirtualization|devcenter|disk|dns|eventgrid|eventhubs|functionapp|hdinsight|identity|image|iot"
    "|k8s-configuration|k8s-extension|keyvault|kusto|logicapp|maps|mariadb|ml|monitor|mysql|netappfiles|network"
    "|policy|postgres|redis|search|security|servicebus|sf|sig|signalr|snapshot|sql|stack-hci|stack-hci-vm|sshkey"
    "|staticwebapp|storage|synapse|vm|vmss|webapp|afd"
)
"""First words of azure-cli's commands about other services; any other word after `az` may be one of a sentence."""
