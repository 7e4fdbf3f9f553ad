"""Which tool printed a paste: azure-cli, PowerShell, Terraform, Bicep, Pulumi, Ansible or the portal."""

import re
from typing import Final

from knowledge.reading.hinted import Hinted, hinted

_FLAGS: Final = re.IGNORECASE | re.MULTILINE
_TOOLS: Final[tuple[tuple[str, Hinted], ...]] = (
    (
        "terraform",
        hinted(
            r"azurerm_|terraform|Original Error: Code=|unexpected status \d+ \(|ERROR CODE: ",
            *("azurerm_", "terraform", "original error: code=", "unexpected status ", "error code: "),
        ),
    ),
    (
        "powershell",
        hinted(
            r"(?:Add|Set|Get|Sync|Remove|New)-Az[A-Z]\w+|CategoryInfo|FullyQualifiedErrorId"
            r"|ErrorCode: |OperationID ?: ",
            *("-az", "categoryinfo", "fullyqualifiederrorid", "errorcode: ", "operationid"),
        ),
    ),
    ("pulumi", hinted(r"pulumi|azure-native:", "pulumi", "azure-native:")),
    ("ansible", hinted(r"ansible|azure_rm_|Azure Error: ", "ansible", "azure_rm_", "azure error: ")),
    (
        "bicep",
        hinted(r"\.bicep\b|DeploymentFailed|deployment create", ".bicep", "deploymentfailed", "deployment create"),
    ),
    (
        "azure-cli",
        hinted(
            r"(?:^|[\s$>])az (?:network|login|account|role|deployment|group)\b"
            r"|^[ \t]*\(\w+\) [\s\S]{0,4000}?^[ \t]*Code: "
            r"|az: error:",
            *("az network", "az login", "az account", "az role", "az deployment", "az group", "code: ", "az: error:"),
            flags=_FLAGS,
        ),
    ),
    (
        "portal",
        hinted(
            r"Failed to (?:add|update|delete|save) virtual network peering|Azure portal",
            *("failed to ", "azure portal"),
        ),
    ),
)


def tool_of(text: str) -> str | None:
    """Give the tool that a cleaned text comes from, None when nothing tells."""
    lower = text.lower()
    return next((tool for tool, pattern in _TOOLS if pattern.search(text, lower)), None)


_VERSION: Final = hinted(
    r"(?:azure-cli|\"azure-cli\"|terraform|azurerm|azapi|pulumi|bicep cli version|Az\.Network|ansible(?:-core)?)"
    r"[\"'\s:=(\[/@v]{1,40}(?:version\s)?v?(\d{1,3}\.\d{1,4}(?:\.\d{1,6})?)\b",
    *("azure-cli", "terraform", "azurerm", "azapi", "pulumi", "bicep cli", "az.network", "ansible"),
)


def version_of(text: str) -> str | None:
    """Give the version that a tool says of itself, None when none does."""
    found = _VERSION.search(text, text.lower())
    return found[1] if found else None
