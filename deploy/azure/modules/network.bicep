// A network of the bot's own, so that the database has no public address at all.
param name string
param location string
param cloud string

// What the names of PostgreSQL servers end with, and so the zone that they stand in.
var servers = {
  Public: 'postgres.database.azure.com'
  USGovernment: 'postgres.database.usgovcloudapi.net'
  China: 'postgres.database.chinacloudapi.cn'
}

resource appsRules 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: '${name}-apps-rules'
  location: location
  properties: {
    securityRules: [
      {
        name: 'web'
        properties: {
          description: 'People and channels by HTTPS; the proxy of Container Apps answers on 31443.'
          access: 'Allow'
          direction: 'Inbound'
          priority: 100
          protocol: 'Tcp'
          sourceAddressPrefix: 'Internet'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRanges: [
            '443'
            '31443'
          ]
        }
      }
    ]
  }
}

resource databaseRules 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: '${name}-database-rules'
  location: location
  properties: {
    securityRules: []
  }
}

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${name}-network'
  location: location
  properties: {
    addressSpace: {
      addressPrefixes: [
        '10.90.0.0/24'
      ]
    }
    subnets: [
      {
        name: 'apps'
        properties: {
          addressPrefix: '10.90.0.0/26'
          networkSecurityGroup: {
            id: appsRules.id
          }
          delegations: [
            {
              name: 'apps'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
        }
      }
      {
        name: 'database'
        properties: {
          addressPrefix: '10.90.0.64/28'
          networkSecurityGroup: {
            id: databaseRules.id
          }
          delegations: [
            {
              name: 'database'
              properties: {
                serviceName: 'Microsoft.DBforPostgreSQL/flexibleServers'
              }
            }
          ]
        }
      }
    ]
  }
}

resource zone 'Microsoft.Network/privateDnsZones@2020-06-01' = {
  name: '${name}.private.${servers[cloud]}'
  location: 'global'
}

resource link 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2020-06-01' = {
  parent: zone
  name: '${name}-network'
  location: 'global'
  properties: {
    registrationEnabled: false
    virtualNetwork: {
      id: network.id
    }
  }
}

output appsSubnetId string = '${network.id}/subnets/apps'
output databaseSubnetId string = '${network.id}/subnets/database'
output privateDnsZoneId string = zone.id
