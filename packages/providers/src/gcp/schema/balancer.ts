import { z } from 'zod';
import { labels, listOf, maybeFlag, maybeNumber, maybeText, text } from './parts.ts';

/** The address and ports at which a balancer, a target instance or an endpoint of a service answers. */
export const forwardingRuleItem = z.object({
  name: text,
  selfLink: text,
  region: maybeText,
  IPAddress: maybeText,
  IPProtocol: maybeText,
  portRange: maybeText,
  ports: listOf(text),
  allPorts: maybeFlag,
  loadBalancingScheme: maybeText,
  target: maybeText,
  backendService: maybeText,
  network: maybeText,
  subnetwork: maybeText,
  allowGlobalAccess: maybeFlag,
  baseForwardingRule: maybeText,
  sourceIpRanges: listOf(text),
  ipVersion: maybeText,
  pscConnectionStatus: maybeText,
  labels,
});

/** A target proxy of any kind. */
export const targetProxyItem = z.object({
  name: text,
  selfLink: text,
  urlMap: maybeText,
  service: maybeText,
  sslPolicy: maybeText,
  serverTlsPolicy: maybeText,
});

const routeAction = z
  .object({ weightedBackendServices: listOf(z.object({ backendService: maybeText })) })
  .optional();

const redirect = z.object({ httpsRedirect: maybeFlag }).optional();

const urlRule = z.object({ service: maybeText, routeAction, urlRedirect: redirect });

/** Which backend service gets which URL. */
export const urlMapItem = z.object({
  name: text,
  selfLink: text,
  defaultService: maybeText,
  defaultUrlRedirect: redirect,
  defaultRouteAction: routeAction,
  pathMatchers: listOf(
    z.object({
      defaultService: maybeText,
      defaultUrlRedirect: redirect,
      defaultRouteAction: routeAction,
      pathRules: listOf(urlRule),
      routeRules: listOf(urlRule),
    }),
  ),
});

/** A group of backends with what stands before them. */
export const backendServiceItem = z.object({
  name: text,
  selfLink: text,
  loadBalancingScheme: maybeText,
  protocol: maybeText,
  port: maybeNumber,
  portName: maybeText,
  backends: listOf(z.object({ group: maybeText })),
  securityPolicy: maybeText,
  edgeSecurityPolicy: maybeText,
  iap: z.object({ enabled: maybeFlag }).optional(),
  network: maybeText,
});

/** A Cloud Storage bucket behind a balancer. */
export const backendBucketItem = z.object({
  name: text,
  selfLink: text,
  bucketName: maybeText,
  edgeSecurityPolicy: maybeText,
});

/** Instances behind an external passthrough balancer of the old kind. */
export const targetPoolItem = z.object({
  name: text,
  selfLink: text,
  instances: listOf(text),
  backupPool: maybeText,
});

/** One instance behind protocol forwarding. */
export const targetInstanceItem = z.object({
  name: text,
  selfLink: text,
  instance: maybeText,
  network: maybeText,
});

/** A network endpoint group of any kind. */
export const endpointGroupItem = z.object({
  name: text,
  selfLink: text,
  networkEndpointType: maybeText,
  network: maybeText,
  defaultPort: maybeNumber,
  cloudRun: z.object({ service: maybeText }).optional(),
  cloudFunction: z.object({ function: maybeText }).optional(),
});

/** One endpoint of a group. */
export const endpointItem = z.object({
  networkEndpoint: z
    .object({ instance: maybeText, ipAddress: maybeText, port: maybeNumber, fqdn: maybeText })
    .optional(),
});

/** A group of instances, with the names of its ports. */
export const instanceGroupItem = z.object({
  name: text,
  selfLink: text,
  network: maybeText,
  size: maybeNumber,
  namedPorts: listOf(z.object({ name: text, port: z.number() })),
});

/** One member of an instance group. */
export const groupMemberItem = z.object({ instance: text, status: maybeText });

/** A Cloud Armor policy. */
export const securityPolicyItem = z.object({
  name: text,
  selfLink: text,
  type: maybeText,
  rules: listOf(
    z.object({
      priority: z.number(),
      action: text,
      preview: maybeFlag,
      description: maybeText,
      match: z
        .object({
          versionedExpr: maybeText,
          config: z.object({ srcIpRanges: listOf(text) }).optional(),
          expr: z.object({ expression: maybeText }).optional(),
        })
        .optional(),
    }),
  ),
});

/** The least that an HTTPS or SSL proxy accepts. */
export const sslPolicyItem = z.object({
  name: text,
  selfLink: text,
  profile: maybeText,
  minTlsVersion: maybeText,
});

export type ForwardingRuleItem = z.infer<typeof forwardingRuleItem>;
export type TargetProxyItem = z.infer<typeof targetProxyItem>;
export type UrlMapItem = z.infer<typeof urlMapItem>;
export type BackendServiceItem = z.infer<typeof backendServiceItem>;
export type EndpointGroupItem = z.infer<typeof endpointGroupItem>;
export type InstanceGroupItem = z.infer<typeof instanceGroupItem>;
export type SecurityPolicyItem = z.infer<typeof securityPolicyItem>;
