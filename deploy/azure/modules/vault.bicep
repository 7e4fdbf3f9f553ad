// The secrets of the bot. Rights by role only; the identity of the bot may read secrets and nothing else.
param name string
param location string
param workspaceId string

@description('Who may read secrets: the principal ID of the managed identity.')
param readerPrincipalId string

@secure()
param databaseUrl string

@description('Client secret of the app registration; empty when there is none.')
@secure()
param appPassword string

@description('Secret for servers that make Direct Line tokens; empty when there is none.')
@secure()
param directLineSecret string

// Built-in role Key Vault Secrets User.
var readSecrets = '4633458b-17de-408a-b874-0445c86b69e6'

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  // checkov:skip=CKV_AZURE_109:Closing the network too needs a private endpoint, billed by the hour
  // checkov:skip=CKV_AZURE_189:The same; every read needs a token with the role, and is logged
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 7
    enablePurgeProtection: true
    enabledForTemplateDeployment: false
  }
}

resource databaseUrlSecret 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = {
  parent: vault
  name: 'database-url'
  // checkov:skip=CKV_AZURE_41:The password of the database has no end; README.md says how to change it
  properties: {
    value: databaseUrl
    contentType: 'text/plain'
  }
}

resource appPasswordSecret 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = if (!empty(appPassword)) {
  parent: vault
  name: 'app-password'
  // checkov:skip=CKV_AZURE_41:The registration itself ends the secret, at a time that is not known here
  // checkov:skip=CKV_AZURE_114:It has one; checkov does not see it behind a condition
  properties: {
    value: appPassword
    contentType: 'text/plain'
  }
}

resource tokenSecret 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = if (!empty(directLineSecret)) {
  parent: vault
  name: 'direct-line-secret'
  // checkov:skip=CKV_AZURE_41:It has no end; who deploys changes it together with the servers that know it
  // checkov:skip=CKV_AZURE_114:It has one; checkov does not see it behind a condition
  properties: {
    value: directLineSecret
    contentType: 'text/plain'
  }
}

resource mayRead 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, readerPrincipalId, readSecrets)
  scope: vault
  properties: {
    principalId: readerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', readSecrets)
  }
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'AuditEvent'
        enabled: true
      }
    ]
  }
}

output name string = vault.name

// Without a version: the newest one is taken, so that a new secret needs no new deployment.
output databaseUrlSecret string = '${vault.properties.vaultUri}secrets/database-url'
output appPasswordSecret string = '${vault.properties.vaultUri}secrets/app-password'
output directLineSecretUri string = '${vault.properties.vaultUri}secrets/direct-line-secret'
