"""What people paste, with the ids that must come back in the commands."""

SUBSCRIPTION = "5b8e2f10-6a1d-4c39-9f77-20c4d1e8ab35"
TENANT = "1c9f7a42-3d5b-48e6-8a0f-b7d26e914c03"
OTHER_SUBSCRIPTION = "e07d4c61-92b8-4f1a-a5c3-68f01b3d7e29"
CROSS_TENANT = (
    "The client has permission to perform action 'Microsoft.Network/virtualNetworks/peer/action' on scope"
    f" '/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-hub-weu/providers/Microsoft.Network/virtualNetworks/vnet-hub"
    f"/virtualNetworkPeerings/hub-to-spoke', however the current tenant '{TENANT}' is not authorized to access linked"
    f" subscription '{OTHER_SUBSCRIPTION}'."
)
