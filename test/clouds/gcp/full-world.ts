import { globalBalancer, instanceGroup, passthroughBalancer } from './balancer-worlds.ts';
import { WorldBuilder } from './build-world.ts';
import { FULL_LOG } from './log-methods.ts';
import { type ProjectBuilder, policyRule } from './project-builder.ts';

/** Secrets that stand in the answers of {@link fullWorld}; none of them may ever leave a client. */
export const PLANTED_SECRETS: readonly string[] = [
  'planted-startup-password',
  'planted-root-password',
  'planted-vpn-secret',
  'planted-iap-secret',
  'planted-client-key',
  'planted-environment-value',
  'planted-project-metadata',
  'planted-router-key',
  'planted-request-password',
  'planted-response-key',
];

const ANY = ['0.0.0.0/0'];
const EU = 'regions/europe-west1';

/** A small organisation that uses every call that there is. */
export function fullWorld(): WorldBuilder {
  const builder = new WorldBuilder();
  const folder = builder.folder('production');
  builder.world.addressGroups.push({
    name: `${builder.root}/locations/global/addressGroups/offices`,
    type: 'IPV4',
    items: ['8.8.4.0/24'],
  });
  builder.policy('baseline', [policyRule(100, 'goto_next', 'all', { from: ANY })]);
  builder.policy('of-folder', [policyRule(100, 'deny', 'tcp:23', { from: ANY })], [folder]);
  const project = builder.project('acme-production', { parent: folder });
  project.project.xpnProjectStatus = 'HOST';
  const service = builder.project('acme-service', { parent: folder });
  service.project.xpnHost = 'acme-production';
  addNetworks(project);
  addManaged(project);
  addListed(project);
  for (const entry of FULL_LOG) project.service('logging/entries', entry);
  return builder;
}

function addNetworks(project: ProjectBuilder): void {
  const network = project.network('main');
  const subnetwork = project.subnetwork('main-eu', network, '10.0.0.0/24', {
    raw: { logConfig: { enable: true, flowSampling: 0.5 } },
  });
  const raw = {
    metadata: { items: [{ key: 'startup-script', value: 'export DB=planted-startup-password' }] },
  };
  const web = project.instance('web', {
    subnetwork,
    ip: '10.0.0.10',
    natIP: '34.10.0.10',
    tags: ['web'],
    raw,
  });
  const app = project.instance('app', { subnetwork, ip: '10.0.0.11', tags: ['app'] });
  project.firewall('allow-web', {
    network,
    allow: 'tcp:443',
    from: ANY,
    raw: { targetTags: ['web'] },
  });
  const tag = { name: 'tagValues/281', state: 'EFFECTIVE' };
  const byTag = [
    policyRule(100, 'allow', 'tcp:8443', { from: ANY, raw: { targetSecureTags: [tag] } }),
  ];
  project.networkPolicy('with-rules', [network], byTag);
  for (const [name, at] of [
    ['bare', 'global'],
    ['bare-regional', EU],
  ] as const) {
    const associations = [{ name, attachmentTarget: network }];
    const policy = project.resource('firewallPolicies', at, name, { associations });
    project.detail('rules', policy, [policyRule(100, 'goto_next', 'all', { from: ANY })]);
  }
  for (const item of project.project.compute.get('instances') ?? []) {
    project.detail('tags', String(item['id']), [
      { tagValue: 'tagValues/281', namespacedTagValue: 'acme/role/web' },
    ]);
  }
  const address = project.resource('addresses', EU, 'nat-1', {
    address: '34.77.0.1',
    status: 'IN_USE',
    addressType: 'EXTERNAL',
  });
  const router = project.resource('routers', EU, 'router', {
    network,
    md5AuthenticationKeys: [{ name: 'bgp', key: 'planted-router-key' }],
    nats: [
      {
        name: 'nat',
        natIpAllocateOption: 'MANUAL_ONLY',
        natIps: [address],
        sourceSubnetworkIpRangesToNat: 'ALL_SUBNETWORKS_ALL_IP_RANGES',
      },
    ],
  });
  project.detail('status', router, [
    { kind: 'compute#routerStatusResponse', result: { natStatus: [{ name: 'nat' }] } },
  ]);
  addBalancers(project, { network, web, app });
}

function addBalancers(
  project: ProjectBuilder,
  at: { readonly network: string; readonly web: string; readonly app: string },
): void {
  const group = instanceGroup(project, 'webs', [at.web], { ports: { http: 8080 } });
  globalBalancer(project, 'site', { address: '34.120.0.1', group, isIdentityAware: true });
  const regional = project.resource('instanceGroups', EU, 'apps', {
    size: 1,
    network: at.network,
    namedPorts: [{ name: 'http', port: 8080 }],
  });
  project.detail('members', regional, [{ instance: at.app, status: 'RUNNING' }]);
  passthroughBalancer(project, 'front', { address: '34.90.0.1', ports: ['5432'], group: regional });
  const endpoints = project.resource('networkEndpointGroups', 'zones/europe-west1-b', 'pods', {
    networkEndpointType: 'GCE_VM_IP_PORT',
    network: at.network,
    defaultPort: 8080,
  });
  project.detail('members', endpoints, [
    { networkEndpoint: { instance: 'app', ipAddress: '10.0.0.11', port: 8080 } },
  ]);
  const service = project.resource('backendServices', 'global', 'tcp-service', {
    loadBalancingScheme: 'EXTERNAL',
    protocol: 'TCP',
    backends: [{ group: endpoints }],
  });
  const bucket = project.resource('backendBuckets', 'global', 'assets', {
    bucketName: 'acme-assets',
  });
  const map = project.resource('urlMaps', 'global', 'assets-map', { defaultService: bucket });
  const sslPolicy = project.resource('sslPolicies', 'global', 'modern', {
    profile: 'MODERN',
    minTlsVersion: 'TLS_1_2',
  });
  project.resource('targetHttpsProxies', 'global', 'assets-proxy', { urlMap: map, sslPolicy });
  project.resource('targetTcpProxies', 'global', 'tcp-proxy', { service });
  project.resource('targetSslProxies', 'global', 'ssl-proxy', { service });
  project.resource('targetGrpcProxies', 'global', 'grpc-proxy', { urlMap: map });
  const pool = project.resource('targetPools', EU, 'pool', { instances: [at.app] });
  project.resource('forwardingRules', EU, 'old', {
    IPAddress: '34.90.0.2',
    IPProtocol: 'UDP',
    portRange: '53-53',
    loadBalancingScheme: 'EXTERNAL',
    target: pool,
  });
  project.resource('targetInstances', 'zones/europe-west1-b', 'direct', { instance: at.app });
  const armor = {
    priority: 2147483647,
    action: 'allow',
    match: { versionedExpr: 'SRC_IPS_V1', config: { srcIpRanges: ['*'] } },
  };
  project.resource('securityPolicies', 'global', 'edge', { type: 'CLOUD_ARMOR', rules: [armor] });
  project.resource('healthChecks', 'global', 'http', { type: 'HTTP' });
}

function addManaged(project: ProjectBuilder): void {
  const at = 'projects/acme-production/locations/europe-west1';
  const network = 'projects/acme-production/global/networks/main';
  project.service('networksecurity/addressGroups', {
    name: 'projects/acme-production/locations/global/addressGroups/partners',
    type: 'IPV4',
    items: ['9.9.9.0/24'],
  });
  project.service('networkconnectivity/policyBasedRoutes', {
    name: 'projects/acme-production/locations/global/policyBasedRoutes/inspect',
    network,
    priority: 100,
    filter: { protocolVersion: 'IPV4', destRange: '10.50.0.0/16' },
  });
  project.service('sqladmin/instances', {
    kind: 'sql#instance',
    name: 'orders',
    selfLink:
      'https://sqladmin.googleapis.com/sql/v1beta4/projects/acme-production/instances/orders',
    project: 'acme-production',
    region: 'europe-west1',
    databaseVersion: 'POSTGRES_16',
    state: 'RUNNABLE',
    rootPassword: 'planted-root-password',
    ipAddresses: [{ type: 'PRIMARY', ipAddress: '34.140.0.1' }],
    settings: {
      activationPolicy: 'ALWAYS',
      ipConfiguration: {
        ipv4Enabled: true,
        authorizedNetworks: [{ value: '8.8.8.0/24', name: 'office' }],
      },
    },
  });
  project.service('alloydb/clusters', {
    name: `${at}/clusters/main`,
    clusterType: 'PRIMARY',
    networkConfig: { network },
    state: 'READY',
  });
  project.service('alloydb/instances', {
    name: `${at}/clusters/main/instances/primary`,
    state: 'READY',
    ipAddress: '10.0.0.220',
  });
  project.service('redis/instances', {
    name: `${at}/instances/sessions`,
    redisVersion: 'REDIS_7_2',
    host: '10.0.0.200',
    port: 6379,
    state: 'READY',
    authorizedNetwork: network,
    connectMode: 'DIRECT_PEERING',
  });
  project.service('redis/clusters', {
    name: `${at}/clusters/shards`,
    state: 'ACTIVE',
    authorizationMode: 'AUTH_MODE_DISABLED',
    discoveryEndpoints: [{ address: '10.0.0.210', port: 6379, pscConfig: { network } }],
  });
  project.service('memorystore/instances', {
    name: `${at}/instances/valkey`,
    state: 'ACTIVE',
    engineVersion: 'VALKEY_8_0',
  });
  project.service('memcache/instances', {
    name: `${at}/instances/pages`,
    state: 'READY',
    authorizedNetwork: network,
    memcacheVersion: 'MEMCACHE_1_6_15',
    memcacheNodes: [{ host: '10.0.0.230', port: 11211 }],
  });
  project.service('container/clusters', {
    name: 'kube',
    location: 'europe-west1',
    selfLink:
      'https://container.googleapis.com/v1/projects/acme-production/locations/europe-west1/clusters/kube',
    status: 'RUNNING',
    endpoint: '34.150.0.1',
    network: 'main',
    masterAuth: { clientKey: 'planted-client-key' },
    masterAuthorizedNetworksConfig: {
      enabled: true,
      gcpPublicCidrsAccessEnabled: false,
      cidrBlocks: [{ cidrBlock: '8.8.8.8/32' }],
    },
  });
  project.service('run/services', {
    name: `${at}/services/hello`,
    uri: 'https://hello-x.a.run.app',
    ingress: 'INGRESS_TRAFFIC_ALL',
    template: { containers: [{ env: [{ name: 'KEY', value: 'planted-environment-value' }] }] },
  });
  project.detail('iam', 'run/hello', [
    { etag: 'x', bindings: [{ role: 'roles/run.invoker', members: ['allUsers'] }] },
  ]);
  project.service('cloudfunctions/functions', {
    name: `${at}/functions/hook`,
    state: 'ACTIVE',
    environment: 'GEN_2',
  });
  project.service('storage/buckets', {
    kind: 'storage#bucket',
    name: 'acme-assets',
    selfLink: 'https://www.googleapis.com/storage/v1/b/acme-assets',
    location: 'EU',
    iamConfiguration: {
      publicAccessPrevention: 'inherited',
      uniformBucketLevelAccess: { enabled: true },
    },
  });
  project.detail('iam', 'bucket/acme-assets', [
    {
      kind: 'storage#policy',
      resourceId: 'projects/_/buckets/acme-assets',
      bindings: [{ role: 'roles/storage.objectViewer', members: ['allUsers'] }],
    },
  ]);
}

function addListed(project: ProjectBuilder): void {
  const network =
    'https://www.googleapis.com/compute/v1/projects/acme-production/global/networks/main';
  project.resource('vpnGateways', EU, 'gateway', { network });
  project.resource('vpnTunnels', EU, 'tunnel', {
    sharedSecret: 'planted-vpn-secret',
    peerIp: '9.9.9.9',
  });
  project.resource('interconnectAttachments', EU, 'attachment', { type: 'PARTNER' });
  project.resource('packetMirrorings', EU, 'mirror', {});
  project.resource('serviceAttachments', EU, 'published', {
    connectionPreference: 'ACCEPT_AUTOMATIC',
  });
  project.resource('networkAttachments', EU, 'opened', { network });
  project.resource('publicDelegatedPrefixes', EU, 'own-prefix', { ipCidrRange: '34.200.0.0/24' });
}
