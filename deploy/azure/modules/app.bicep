// The program. Its settings are those of bot/settings.py; the image runs as a user without rights (uid 10001).
param name string
param location string
param environmentId string

@description('The host name under which it is reached.')
param host string

@description('Resource ID of the managed identity that pulls the image and reads the secrets.')
param identityId string

param registryServer string
param image string
param maxReplicas int
param databaseUrlSecret string
param appPasswordSecret string

@description('Where the vault has the secret for Direct Line tokens; empty when there is none.')
param directLineSecretUri string

param appType string
param appId string
param tenantId string
param cloud string
param allowedOrigins string
param allowedCallers string
param serviceHosts string
param handOffChannel string
param handOffServiceUrl string
param handOffTenant string
param retentionDays int
param logLevel string

var byPassword = appType == 'SingleTenant'

var databaseSecret = [
  {
    name: 'database-url'
    keyVaultUrl: databaseUrlSecret
    identity: identityId
  }
]

var passwordSecret = byPassword ? [
  {
    name: 'app-password'
    keyVaultUrl: appPasswordSecret
    identity: identityId
  }
] : []

var tokenSecret = !empty(directLineSecretUri) ? [
  {
    name: 'direct-line-secret'
    keyVaultUrl: directLineSecretUri
    identity: identityId
  }
] : []

var settings = [
  {
    name: 'DATABASE_URL'
    secretRef: 'database-url'
  }
  {
    name: 'ALLOWED_ORIGINS'
    value: 'https://${host},${allowedOrigins}'
  }
  {
    name: 'MICROSOFT_APP_ID'
    value: appId
  }
  {
    name: 'MICROSOFT_APP_TYPE'
    value: appType
  }
  {
    name: 'MICROSOFT_APP_TENANT_ID'
    value: tenantId
  }
  {
    name: 'MICROSOFT_CLOUD'
    value: cloud
  }
  {
    name: 'ALLOWED_CALLERS'
    value: allowedCallers
  }
  {
    name: 'SERVICE_HOSTS'
    value: serviceHosts
  }
  {
    name: 'HAND_OFF_CHANNEL'
    value: handOffChannel
  }
  {
    name: 'HAND_OFF_SERVICE_URL'
    value: handOffServiceUrl
  }
  {
    name: 'HAND_OFF_TENANT'
    value: handOffTenant
  }
  {
    name: 'RETENTION_DAYS'
    value: string(retentionDays)
  }
  {
    name: 'LOG_LEVEL'
    value: logLevel
  }
]

var passwordSetting = byPassword ? [
  {
    name: 'MICROSOFT_APP_PASSWORD'
    secretRef: 'app-password'
  }
] : []

var tokenSetting = !empty(directLineSecretUri) ? [
  {
    name: 'DIRECT_LINE_SECRET'
    secretRef: 'direct-line-secret'
  }
] : []

resource app 'Microsoft.App/containerApps@2025-01-01' = {
  name: name
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    environmentId: environmentId
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      maxInactiveRevisions: 10
      ingress: {
        external: true
        allowInsecure: false
        targetPort: 3978
        transport: 'auto'
        // News for an open web chat reach it in the copy that made them, so a browser stays with one copy.
        stickySessions: {
          affinity: 'sticky'
        }
      }
      registries: [
        {
          server: registryServer
          identity: identityId
        }
      ]
      // With a client secret only the platform uses the identity: code in the container cannot get its tokens.
      identitySettings: [
        {
          identity: identityId
          lifecycle: byPassword ? 'None' : 'Main'
        }
      ]
      secrets: concat(databaseSecret, passwordSecret, tokenSecret)
    }
    template: {
      terminationGracePeriodSeconds: 30
      containers: [
        {
          name: 'peering-bot'
          image: '${registryServer}/${image}'
          resources: {
            cpu: json('0.25')
            memory: '0.5Gi'
          }
          env: concat(settings, passwordSetting, tokenSetting)
          probes: [
            {
              type: 'Startup'
              httpGet: {
                path: '/healthz'
                port: 3978
              }
              periodSeconds: 5
              timeoutSeconds: 5
              failureThreshold: 10
            }
            {
              type: 'Liveness'
              httpGet: {
                path: '/healthz'
                port: 3978
              }
              periodSeconds: 10
              timeoutSeconds: 5
              failureThreshold: 3
            }
            {
              type: 'Readiness'
              httpGet: {
                path: '/readyz'
                port: 3978
              }
              periodSeconds: 10
              timeoutSeconds: 5
              failureThreshold: 3
            }
          ]
        }
      ]
      scale: {
        minReplicas: 1
        maxReplicas: maxReplicas
        rules: [
          {
            name: 'requests'
            http: {
              metadata: {
                concurrentRequests: '50'
              }
            }
          }
        ]
      }
    }
  }
}
