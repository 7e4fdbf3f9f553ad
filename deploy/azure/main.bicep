// Peering Bot in Azure, in one resource group. deploy/README.md says how to use it, and what it costs.
// Deploy it once without `image`, build the image into the registry, deploy it again with `image`.
targetScope = 'resourceGroup'

@description('Stands at the front of every name: small letters, digits and hyphens.')
@minLength(3)
@maxLength(16)
param name string = 'peering-bot'

@description('Region of everything but the bot registration, which is global.')
param location string = resourceGroup().location

@description('How the bot proves who it is: by a client secret, or by the managed identity without any secret.')
@allowed([
  'SingleTenant'
  'UserAssignedMSI'
])
param appType string = 'SingleTenant'

@description('Application (client) ID of the app registration. Leave it empty for UserAssignedMSI.')
param appId string = ''

@description('Client secret of the app registration. Leave it empty for UserAssignedMSI.')
@secure()
param appPassword string = ''

@description('Password of the database administrator, 16 to 128 characters: three of capital letters, small letters, digits and others.')
@minLength(16)
@maxLength(128)
@secure()
param databasePassword string

@description('Name of the database server, such as one that a restore made. Empty: one that is made here.')
param databaseServer string = ''

@description('Name and tag of the image in the registry, such as peering-bot:1. Empty: all but the program itself.')
param image string = ''

@description('How many copies may run at most; one always runs. The database has connections for three, and for three of a new version.')
@minValue(1)
@maxValue(3)
param maxReplicas int = 3

@description('Origins of other pages that may embed the chat, separated by commas.')
param allowedOrigins string = ''

@description('The cloud of this subscription, where the bot is registered too.')
@allowed([
  'Public'
  'USGovernment'
  'China'
])
param cloud string = 'Public'

@description('Application IDs of bots that may call this one as a skill, separated by commas.')
param allowedCallers string = ''

@description('Hosts other than those of Microsoft to which answers may go, separated by commas.')
param serviceHosts string = ''

@description('ID of the Teams channel where people ask the network team. Empty: they cannot.')
param handOffChannel string = ''

@description('Address of the Teams service for that channel.')
param handOffServiceUrl string = 'https://smba.trafficmanager.net/teams/'

@description('Tenant ID of that channel, if it is another one than that of the bot.')
param handOffTenant string = ''

@description('Secret for servers that make Direct Line tokens, 16 characters or more. Empty: none may.')
@secure()
param directLineSecret string = ''

@description('Days after which what nobody uses is deleted; 0 keeps it for ever.')
@minValue(0)
@maxValue(36500)
param retentionDays int = 90

@description('How much the program logs.')
@allowed([
  'DEBUG'
  'INFO'
  'WARNING'
  'ERROR'
])
param logLevel string = 'INFO'

// The registry, the vault and the database server need names that nobody else in Azure has.
var unique = uniqueString(resourceGroup().id, name)
var databaseAdmin = 'peering'
var databaseName = 'peering_bot'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: '${name}-identity'
  location: location
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    name: name
    location: location
  }
}

module network 'modules/network.bicep' = {
  name: 'network'
  params: {
    name: name
    location: location
    cloud: cloud
  }
}

module registry 'modules/registry.bicep' = {
  name: 'registry'
  params: {
    name: 'peering${unique}'
    location: location
    pullerPrincipalId: identity.properties.principalId
  }
}

module database 'modules/database.bicep' = {
  name: 'database'
  params: {
    name: empty(databaseServer) ? '${name}-${unique}' : databaseServer
    location: location
    subnetId: network.outputs.databaseSubnetId
    privateDnsZoneId: network.outputs.privateDnsZoneId
    workspaceId: monitoring.outputs.workspaceId
    administrator: databaseAdmin
    password: databasePassword
    databaseName: databaseName
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  params: {
    name: 'pb-${unique}'
    location: location
    readerPrincipalId: identity.properties.principalId
    workspaceId: monitoring.outputs.workspaceId
    databaseUrl: 'postgresql://${databaseAdmin}:${uriComponent(databasePassword)}@${database.outputs.host}:5432/${databaseName}?ssl=verify-full'
    appPassword: appPassword
    directLineSecret: directLineSecret
  }
}

module environment 'modules/environment.bicep' = {
  name: 'environment'
  params: {
    name: '${name}-environment'
    location: location
    subnetId: network.outputs.appsSubnetId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module app 'modules/app.bicep' = if (!empty(image)) {
  name: 'app'
  params: {
    name: name
    location: location
    environmentId: environment.outputs.id
    host: '${name}.${environment.outputs.defaultDomain}'
    identityId: identity.id
    registryServer: registry.outputs.server
    image: image
    maxReplicas: maxReplicas
    databaseUrlSecret: vault.outputs.databaseUrlSecret
    appPasswordSecret: vault.outputs.appPasswordSecret
    directLineSecretUri: empty(directLineSecret) ? '' : vault.outputs.directLineSecretUri
    appType: appType
    appId: appType == 'UserAssignedMSI' ? identity.properties.clientId : appId
    tenantId: tenant().tenantId
    cloud: cloud
    allowedOrigins: allowedOrigins
    allowedCallers: allowedCallers
    serviceHosts: serviceHosts
    handOffChannel: handOffChannel
    handOffServiceUrl: handOffServiceUrl
    handOffTenant: handOffTenant
    retentionDays: retentionDays
    logLevel: logLevel
  }
}

module bot 'modules/bot.bicep' = {
  name: 'bot'
  params: {
    name: '${name}-${unique}'
    endpoint: 'https://${name}.${environment.outputs.defaultDomain}/api/messages'
    appType: appType
    appId: appType == 'UserAssignedMSI' ? identity.properties.clientId : appId
    identityId: identity.id
    tenantId: tenant().tenantId
    workspaceId: monitoring.outputs.workspaceId
    insightsName: monitoring.outputs.insightsName
  }
}

@description('What MICROSOFT_APP_ID is, for the Teams package.')
output appId string = appType == 'UserAssignedMSI' ? identity.properties.clientId : appId

@description('What PUBLIC_HOST is, for the Teams package; the web chat answers there.')
output host string = '${name}.${environment.outputs.defaultDomain}'

output registryName string = registry.outputs.name
output vaultName string = vault.outputs.name
output databaseServer string = database.outputs.name
output botName string = bot.outputs.name
