// The image. Nobody has a password for it: who builds signs in to Azure, and the identity of the bot may pull.
param name string
param location string

@description('Who may pull: the principal ID of the managed identity.')
param pullerPrincipalId string

// Built-in role AcrPull.
var pull = '7f951dda-4ed3-4680-a7ca-43fe172d538d'

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' = {
  name: name
  location: location
  // checkov:skip=CKV_AZURE_139:Only the Premium tier, ten times as dear, can be private; without a sign-in nobody pulls
  // checkov:skip=CKV_AZURE_163:Scanning is a plan of Microsoft Defender for the whole subscription, not of one registry
  // checkov:skip=CKV_AZURE_166:Quarantine is of the Premium tier too
  sku: {
    name: 'Basic'
  }
  properties: {
    adminUserEnabled: false
    anonymousPullEnabled: false
  }
}

resource mayPull 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(registry.id, pullerPrincipalId, pull)
  scope: registry
  properties: {
    principalId: pullerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', pull)
  }
}

output name string = registry.name
output server string = registry.properties.loginServer
