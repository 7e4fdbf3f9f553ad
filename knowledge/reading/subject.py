"""What an error is about: a VNet peering, a VNet, or some other resource, service or cloud."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from knowledge.reading.hinted import hinted


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
    name: str = ""


_NEAR: Final = 500
"""How many characters before an error are taken for what it is about when they name another resource."""

_PEER: Final = "p[ec][ec]r"
"""The word peer, also as a scanner may read it."""

_PEERING_NAME: Final = re.compile(
    rf"netw[o0]rk_?{_PEER}|peer/action|allowmultiplepeeringlinks|vnet_?peering|az network vnet peering", re.IGNORECASE
)
_ACTION: Final = hinted(
    r"perform(?:ing)?\s+(?:the\s+)?(?:action|operation)?(?:\(s\)|s)?\s*['\"]([^'\"]{1,200})['\"]", "perform"
)
_NETWORK_ACTION: Final = "microsoft.network/virtualnetworks/"
_TYPE: Final = hinted(
    r"\bMicrosoft\.(?!com\b)([A-Za-z]{2,40})(?![A-Za-z.])((?:/[\w.*<>{}$()-]{1,90}){0,10})", "microsoft."
)
_WITH: Final = re.compile(r"\bwith (?:module\.[\w\[\]\".-]{1,200}\.)?([a-z]{2,12}_[a-z0-9_]{2,80})\.")
_TERRAFORM: Final = hinted(
    r"\b((?:azurerm|azuread|aws|google|azuredevops|kubernetes|helm)_[a-z0-9_]{2,80})",
    *("azurerm_", "azuread_", "aws_", "google_", "azuredevops_", "kubernetes_", "helm_"),
    flags=0,
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
_OTHER_TOOLS: Final = hinted(
    r"\bazure_rm_([a-z]\w{2,40})|\bazure-native:(\w+:\w+)|\bazure:(\w+/\w+:\w+)|\b([A-Z]\w{3,50})Client#|(Azure\w{3,50}Command)\b",
    *("azure_rm_", "azure-native:", "azure:", "client#", "command"),
    flags=0,
)
_CLEAR: Final = frozenset(
    [
        "resources",
        "authorization",
        "management",
        "azure",
        "rest",
        "powershell",
        "portal",
        "subscription",
        "features",
        "support",
        "consumption",
        "billing",
        "msazure",
        "graph",
        "aad",
        "solutionsproviders",
        "policyinsights",
        "security",
        "identity",
    ]
)
_CLEAR_CLI: Final = re.compile(
    r"^(?:login|logout|account|role|deployment|group|rest|resource|feature|provider|config|version|upgrade|cli|ad|policy|lock"
    r"|extension|network list-usages)\b"
)
_CLEAR_CMDLET: Final = re.compile(r"^(?:Context|Account|Tenant|Subscription|ResourceGroup|.*Deployment|Role\w*|AD\w+)$")
_NETWORK_CMDLET: Final = re.compile(r"^VirtualNetwork(?:SubnetConfig)?$")
_ELSEWHERE: Final = (
    hinted(r"expressroute(?:circuits|gateways|ports)", "expressroute"),
    hinted(
        r"AzurePrivatePeering|MicrosoftPeering\b|Microsoft\.Peering\b|(?:private|microsoft) peering|direct peering"
        r"|peering service|peeringdb",
        *("privatepeering", "microsoftpeering", "microsoft.peering", "private peering", "microsoft peering"),
        *("direct peering", "peering service", "peeringdb"),
    ),
    hinted(r"\bBGP[\s-]+(?:peer|session|neighbor|connection)", "bgp"),
    hinted(r"\bvpc-[0-9a-f]{6,}|VpcPeeringConnection|InvalidVpc|\bvpc peering connection", "vpc"),
    hinted(r"\bpcx-[0-9a-f]{6,}", "pcx-"),
    hinted(r"\barn:aws|\bAWS\b|\bec2\b", "aws", "ec2"),
    hinted(
        r"\bgoogleapi|\bcompute\.googleapis|\bGCP\b|\bGoogle Cloud\b|\bgcloud\b|\bGKE\b",
        "google",
        "gcp",
        "gcloud",
        "gke",
    ),
    hinted(r"\bocid1\.|\boci\b|\bopc-request-id\b|LocalPeeringGateway", "ocid1.", "oci", "opc-request", "localpeering"),
    hinted(r"\bprojects/[\w.-]+/(?:regions|global|zones)/|PEERINGS_PER_NETWORK", "projects/", "peerings_per_network"),
    hinted(r"\bIKE(?:v[12])?\b|\bpeer-group\b|\bFRR\b", "ike", "peer-group", "frr", flags=0),
    hinted(r"\b(?:on|of|for) (?:the )?circuit\b", "circuit"),
    hinted(r"\bOracle\b|\bAlibaba\b|MongoDB Atlas", "oracle", "alibaba", "mongodb"),
    hinted(r"internet exchange|\bISP\b|\bASN\b|AS number", "internet exchange", "isp", "asn", "as number"),
    # The letters stand first, so that a search for them is quick; "as 2019" is none.
    hinted(r"AS(?<!\wAS) ?\d{3,6}\b", "as", flags=0),
    hinted(
        r"hubVirtualNetworkConnection|managedPrivateEndpoint|virtual hub\b|route server peer|\bkubernetes peer",
        *("hubvirtual", "managedprivate", "virtual hub", "route server peer", "kubernetes peer"),
    ),
    hinted(
        r"peer[\s-]to[\s-]peer|\bpeer dep|by peer\b|torrent", "peer to", "peer-to", "peer dep", "by peer", "torrent"
    ),
)
"""Words of other clouds, services and kinds of peers."""

_SERVICE: Final = re.compile(
    r"\b(?:logic apps?|key ?vault|storage account|cosmos ?db|aks|kubernetes|app service plan|saas|marketplace|power ?bi"
    r"|data factory|synapse|virtual machine|container registry|sql (?:server|database)|event hubs?|service bus"
    r"|openai)\b"
    r"|_vm\b|\bvm[_-]",
    re.IGNORECASE,
)
"""Services that a sentence names; where nothing else tells, an error beside them is theirs."""

_WORD: Final = re.compile(
    rf"(?<![\w./@-])(?:(?:vnet|vpc|network)[\s-]?)?{_PEER}(?:[il1]n[gq]s?|ed)?(?![\w/@-]|\.\w)|\bVpcPeering\b|--remote-vnet\b"
    r"|remote virtual network|virtualNetworkPeering|peer/action|\b(?:deny|disallow|block|restrict)[\w-]{0,60}peer"
    r"|ピアリング|对等互连|對等互連|emparejamiento|emparelhamento|appairage",
    re.IGNORECASE,
)


def about(text: str, lead: str = "") -> About:
    """Say what an error is about. What it says of its action decides first, then its types, tools and commands.

    `lead` is what stands before it: an error that names nothing is about what the lines before it name.
    """
    found = _about(text)
    if lead and found.subject in {Subject.NOTHING, Subject.NETWORK}:
        before = _about(lead)
        if before.subject is Subject.PEERING:
            return replace(before, firmly=False)
        # Further up a log may speak of many things that went well.
        near = _about(lead[-_NEAR:])
        if near.subject is Subject.OTHER:
            return near
    return found


def _about(text: str) -> About:
    lower = text.lower()
    actions = _ACTION.findall(text, lower)
    if any(_PEERING_NAME.search(action) for action in actions):
        return About(Subject.PEERING, True, actions[0])
    if any("/" in action and not action.lower().startswith(_NETWORK_ACTION) for action in actions):
        return About(Subject.OTHER, True, actions[0])
    elsewhere = next((found for words in _ELSEWHERE if (found := words.search(text, lower))), None)
    names = _named(text, lower)
    firm = next((name for kind, name in names if kind is Subject.PEERING), None)
    foreign = next((name for kind, name in names if kind is Subject.OTHER), None)
    blamed = _blamed(text, lower)
    if blamed is not None and blamed.subject is Subject.OTHER:
        return blamed
    if firm:
        return About(Subject.PEERING, True, firm)
    if elsewhere or actions:
        # An action whose name was masked may be any.
        return About(Subject.OTHER, True, elsewhere[0] if elsewhere else actions[0])
    if foreign:
        return About(Subject.OTHER, True, foreign)
    word = _WORD.search(text)
    if word:
        return About(Subject.PEERING, False, word[0])
    if any(kind is Subject.NETWORK for kind, _ in names):
        return About(Subject.NETWORK, True)
    service = _SERVICE.search(text)
    return About(Subject.OTHER, False, service[0]) if service else About(Subject.NOTHING)


def _blamed(text: str, lower: str) -> About | None:
    """Terraform names the block at fault after `with`, and what it was doing in the first line."""
    found = _WITH.search(text)
    if found:
        kind = _of_terraform(found[1])
        return About(kind, True, found[1]) if kind is not Subject.NOTHING else None
    doing = _HEADER.search(text, lower)
    if doing and doing[1].count(" ") > 1:
        noun = doing[1].strip()
        if "network peering" in noun.lower():
            return About(Subject.PEERING, True, noun)
        if noun.lower() in {"virtual network", "deployment", "template deployment", "resource group"}:
            return None
        return About(Subject.OTHER, True, noun)
    return None


def _named(text: str, lower: str) -> list[tuple[Subject, str]]:
    """Give every resource type, Terraform block, command and cmdlet with what it is about."""
    found = [
        (_of_type(provider, path), f"Microsoft.{provider}{path}")
        for provider, path in dict.fromkeys(_TYPE.findall(text, lower))
    ]
    found += [(_of_terraform(name), name) for name in dict.fromkeys(_TERRAFORM.findall(text, lower))]
    found += [(_of_cli(words), f"az {words}") for words in dict.fromkeys(_CLI.findall(text, lower))]
    found += [(_of_cmdlet(noun), noun) for noun in dict.fromkeys(_CMDLET.findall(text, lower))]
    for groups in _OTHER_TOOLS.findall(text, lower):
        name = next(group for group in groups if group)
        lower = name.lower()
        if "peering" in lower:
            found.append((Subject.PEERING, name))
        elif lower.endswith(":virtualnetwork") or lower in {"virtualnetwork", "virtualnetworks"}:
            found.append((Subject.NETWORK, name))
        elif "deployment" not in lower:
            found.append((Subject.OTHER, name))
    return found


def _of_type(provider: str, path: str) -> Subject:
    provider, path = provider.lower(), path.lower()
    if _PEERING_NAME.search(path) or (provider in {"network", "classicnetwork"} and "/peer" in path):
        return Subject.PEERING
    if provider in _CLEAR or (provider == "databricks" and path.startswith("/workspaces")):
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


_GROUPS: Final = re.compile(
    "acr|ad|aks|apim|appconfig|appservice|backup|batch|bot|cdn|cloud|cognitiveservices|containerapp|container|cosmosdb"
    "|databricks|datafactory|disk|dns|eventgrid|eventhubs|functionapp|hdinsight|identity|image|iot|keyvault|kusto|logicapp"
    "|maps|mariadb|ml|monitor|mysql|netappfiles|network|policy|postgres|redis|search|security|servicebus|sf|sig|signalr"
    "|snapshot|sql|sshkey|staticwebapp|storage|synapse|vm|vmss|webapp|afd"
)
"""First words of azure-cli's commands about other services; any other word after `az` may be one of a sentence."""
