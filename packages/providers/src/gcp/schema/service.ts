import { z } from 'zod';
import { labels, listOf, maybeFlag, maybeNumber, maybeText, text } from './parts.ts';

/** A Cloud SQL instance. */
export const sqlItem = z.object({
  name: text,
  selfLink: maybeText,
  region: maybeText,
  databaseVersion: maybeText,
  state: maybeText,
  dnsName: maybeText,
  ipAddresses: listOf(z.object({ type: maybeText, ipAddress: maybeText })),
  settings: z
    .object({
      activationPolicy: maybeText,
      connectorEnforcement: maybeText,
      dataApiAccess: maybeText,
      userLabels: labels,
      ipConfiguration: z
        .object({
          ipv4Enabled: maybeFlag,
          privateNetwork: maybeText,
          requireSsl: maybeFlag,
          sslMode: maybeText,
          authorizedNetworks: listOf(
            z.object({ value: maybeText, name: maybeText, expirationTime: maybeText }),
          ),
          pscConfig: z
            .object({ pscEnabled: maybeFlag, allowedConsumerProjects: listOf(text) })
            .optional(),
        })
        .optional(),
    })
    .optional(),
});

/** An AlloyDB cluster. */
export const alloydbClusterItem = z.object({
  name: text,
  databaseVersion: maybeText,
  network: maybeText,
  networkConfig: z.object({ network: maybeText }).optional(),
  pscConfig: z.object({ pscEnabled: maybeFlag }).optional(),
  state: maybeText,
  labels,
});

/** An AlloyDB instance: the part that has addresses. */
export const alloydbInstanceItem = z.object({
  name: text,
  state: maybeText,
  ipAddress: maybeText,
  publicIpAddress: maybeText,
  outboundPublicIpAddresses: listOf(text),
  dataApiAccess: maybeText,
  labels,
  networkConfig: z
    .object({
      enablePublicIp: maybeFlag,
      authorizedExternalNetworks: listOf(z.object({ cidrRange: maybeText })),
    })
    .optional(),
  clientConnectionConfig: z
    .object({
      requireConnectors: maybeFlag,
      sslConfig: z.object({ sslMode: maybeText }).optional(),
    })
    .optional(),
  pscInstanceConfig: z.object({ allowedConsumerProjects: listOf(text) }).optional(),
});

/** A Memorystore for Redis instance. */
export const redisItem = z.object({
  name: text,
  state: maybeText,
  redisVersion: maybeText,
  host: maybeText,
  port: maybeNumber,
  readEndpoint: maybeText,
  readEndpointPort: maybeNumber,
  authorizedNetwork: maybeText,
  connectMode: maybeText,
  authEnabled: maybeFlag,
  transitEncryptionMode: maybeText,
  labels,
});

/** A Memorystore for Redis Cluster. */
export const cacheClusterItem = z.object({
  name: text,
  state: maybeText,
  authorizationMode: maybeText,
  transitEncryptionMode: maybeText,
  discoveryEndpoints: listOf(
    z.object({
      address: maybeText,
      port: maybeNumber,
      pscConfig: z.object({ network: maybeText }).optional(),
    }),
  ),
  labels,
});

/** A Memorystore for Valkey instance: listed, with what it shares with clusters of Redis. */
export const valkeyItem = cacheClusterItem.extend({ engineVersion: maybeText });

/** A Memorystore for Memcached instance. */
export const memcacheItem = z.object({
  name: text,
  state: maybeText,
  memcacheVersion: maybeText,
  authorizedNetwork: maybeText,
  discoveryEndpoint: maybeText,
  memcacheNodes: listOf(z.object({ host: maybeText, port: maybeNumber })),
  labels,
});

const authorizedNetworks = z
  .object({
    enabled: maybeFlag,
    cidrBlocks: listOf(z.object({ cidrBlock: maybeText, displayName: maybeText })),
    gcpPublicCidrsAccessEnabled: maybeFlag,
    privateEndpointEnforcementEnabled: maybeFlag,
  })
  .optional();

/** A Kubernetes Engine cluster: its control plane. */
export const clusterItem = z.object({
  name: text,
  selfLink: maybeText,
  location: maybeText,
  status: maybeText,
  endpoint: maybeText,
  network: maybeText,
  subnetwork: maybeText,
  networkConfig: z.object({ network: maybeText, subnetwork: maybeText }).optional(),
  resourceLabels: labels,
  masterAuthorizedNetworksConfig: authorizedNetworks,
  privateClusterConfig: z
    .object({
      enablePrivateEndpoint: maybeFlag,
      privateEndpoint: maybeText,
      publicEndpoint: maybeText,
    })
    .optional(),
  controlPlaneEndpointsConfig: z
    .object({
      ipEndpointsConfig: z
        .object({
          enabled: maybeFlag,
          enablePublicEndpoint: maybeFlag,
          publicEndpoint: maybeText,
          privateEndpoint: maybeText,
          authorizedNetworksConfig: authorizedNetworks,
        })
        .optional(),
      dnsEndpointConfig: z
        .object({
          endpoint: maybeText,
          allowExternalTraffic: maybeFlag,
          enableK8sTokensViaDns: maybeFlag,
          enableK8sCertsViaDns: maybeFlag,
        })
        .optional(),
    })
    .optional(),
});

/** A Cloud Run service. */
export const runItem = z.object({
  name: text,
  uri: maybeText,
  ingress: maybeText,
  defaultUriDisabled: maybeFlag,
  invokerIamDisabled: maybeFlag,
  labels,
});

/** A Cloud Functions function of the second generation. */
export const functionItem = z.object({
  name: text,
  url: maybeText,
  state: maybeText,
  environment: maybeText,
  labels,
  serviceConfig: z
    .object({ service: maybeText, uri: maybeText, ingressSettings: maybeText })
    .optional(),
});

/** Who may do what with one resource. */
export const iamPolicyItem = z.object({
  bindings: listOf(
    z.object({ role: text, members: listOf(text), condition: z.unknown().optional() }),
  ),
});

/** A Cloud Storage bucket. */
export const bucketItem = z.object({
  name: text,
  selfLink: maybeText,
  location: maybeText,
  labels,
  iamConfiguration: z
    .object({
      publicAccessPrevention: maybeText,
      uniformBucketLevelAccess: z.object({ enabled: maybeFlag }).optional(),
    })
    .optional(),
});

export type SqlItem = z.infer<typeof sqlItem>;
export type AlloydbInstanceItem = z.infer<typeof alloydbInstanceItem>;
export type RedisItem = z.infer<typeof redisItem>;
export type CacheClusterItem = z.infer<typeof cacheClusterItem>;
export type ClusterItem = z.infer<typeof clusterItem>;
export type RunItem = z.infer<typeof runItem>;
export type FunctionItem = z.infer<typeof functionItem>;
export type BucketItem = z.infer<typeof bucketItem>;
