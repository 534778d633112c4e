import { type GcpOperation, memberOf, operation } from '../operation.ts';
import {
  backendBucketItem,
  backendServiceItem,
  endpointGroupItem,
  endpointItem,
  forwardingRuleItem,
  groupMemberItem,
  instanceGroupItem,
  securityPolicyItem,
  sslPolicyItem,
  targetInstanceItem,
  targetPoolItem,
  targetProxyItem,
  urlMapItem,
} from '../schema/balancer.ts';
import { listedItem } from '../schema/network.ts';
import { aggregated, global, inventory, PAGE } from './compute-lists.ts';

const lb = ['load-balancer'] as const;
export const forwardingRules = aggregated(
  'forwardingRules',
  'forwarding rules',
  forwardingRuleItem,
  ['load-balancer', 'interface'],
);
export const backendServices = aggregated(
  'backendServices',
  'backend services',
  backendServiceItem,
  lb,
  {
    secretPaths: [
      'iap.oauth2ClientSecret',
      'iap.oauth2ClientSecretSha256',
      'securitySettings.awsV4Authentication.accessKey',
    ],
  },
);
export const backendBuckets = global(
  'backendBuckets',
  'buckets behind balancers',
  backendBucketItem,
  lb,
);
export const targetHttpProxies = aggregated(
  'targetHttpProxies',
  'HTTP proxies',
  targetProxyItem,
  lb,
);
export const targetHttpsProxies = aggregated(
  'targetHttpsProxies',
  'HTTPS proxies',
  targetProxyItem,
  lb,
);
export const targetTcpProxies = aggregated('targetTcpProxies', 'TCP proxies', targetProxyItem, lb);
export const targetSslProxies = global('targetSslProxies', 'SSL proxies', targetProxyItem, lb);
export const targetGrpcProxies = global('targetGrpcProxies', 'gRPC proxies', targetProxyItem, lb);
export const urlMaps = aggregated('urlMaps', 'URL maps', urlMapItem, lb);
export const targetPools = aggregated('targetPools', 'target pools', targetPoolItem, lb);
export const targetInstances = aggregated(
  'targetInstances',
  'target instances',
  targetInstanceItem,
  lb,
);
export const endpointGroups = aggregated(
  'networkEndpointGroups',
  'network endpoint groups',
  endpointGroupItem,
  lb,
);
export const instanceGroups = aggregated(
  'instanceGroups',
  'instance groups',
  instanceGroupItem,
  lb,
);
export const securityPolicies = aggregated(
  'securityPolicies',
  'Cloud Armor policies',
  securityPolicyItem,
  ['filter', 'load-balancer'],
  {
    secretPaths: ['recaptchaOptionsConfig.redirectSiteKey'],
  },
);
export const sslPolicies = aggregated(
  'sslPolicies',
  'the least TLS version that proxies accept',
  sslPolicyItem,
  lb,
);
export const healthChecks = aggregated('healthChecks', 'health checks', listedItem, [], inventory);

const members = {
  service: 'compute',
  verb: 'POST',
  pageSize: PAGE,
  answer: { kind: 'list', key: 'items' },
  depth: 'modelled',
  feeds: lb,
  scope: 'regional',
} as const;
export const zoneGroupMembers = operation({
  ...members,
  id: 'instanceGroupMembers',
  reads: 'the instances of one zonal group',
  method: 'compute.instanceGroups.listInstances',
  path: '/compute/v1/projects/{account}/zones/{location}/instanceGroups/{subject}/listInstances',
  perSubject: 'instance group',
  permissions: ['compute.instanceGroups.list'],
  item: groupMemberItem,
});
export const regionGroupMembers = operation({
  ...members,
  id: 'regionInstanceGroupMembers',
  reads: 'the instances of one regional group',
  method: 'compute.regionInstanceGroups.listInstances',
  path: '/compute/v1/projects/{account}/regions/{location}/instanceGroups/{subject}/listInstances',
  perSubject: 'instance group',
  permissions: ['compute.instanceGroups.list'],
  item: groupMemberItem,
});
export const zoneEndpoints = operation({
  ...members,
  id: 'networkEndpoints',
  reads: 'the endpoints of one zonal group',
  method: 'compute.networkEndpointGroups.listNetworkEndpoints',
  path: '/compute/v1/projects/{account}/zones/{location}/networkEndpointGroups/{subject}/listNetworkEndpoints',
  perSubject: 'network endpoint group',
  permissions: ['compute.networkEndpointGroups.get'],
  item: endpointItem,
  nativeId: memberOf('networkEndpoint'),
});

/** Every call about balancers and what stands behind them. */
export const BALANCER_OPERATIONS: readonly GcpOperation[] = [
  forwardingRules,
  backendServices,
  backendBuckets,
  targetHttpProxies,
  targetHttpsProxies,
  targetTcpProxies,
  targetSslProxies,
  targetGrpcProxies,
  urlMaps,
  targetPools,
  targetInstances,
  endpointGroups,
  instanceGroups,
  securityPolicies,
  sslPolicies,
  healthChecks,
  zoneGroupMembers,
  regionGroupMembers,
  zoneEndpoints,
];
