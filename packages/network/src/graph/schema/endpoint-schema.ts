import { z } from 'zod';
import type { Interface, InterfaceAddress, Workload } from '../interface.ts';
import type { BalancerTarget, Listener, LoadBalancer } from '../load-balancer.ts';
import type { Service, ServiceEndpoint } from '../service.ts';
import { baseShape } from './base-schema.ts';
import { layerSchema, planeSchema } from './filter-schema.ts';
import {
  addressSetSchema,
  known,
  resourceIdSchema,
  type Shape,
  transportSetSchema,
  unknownSchema,
} from './value-schema.ts';

const stateSchema = z.enum(['running', 'stopped']);

const interfaceAddressSchema: z.ZodType<InterfaceAddress> = z.strictObject({
  inside: addressSetSchema,
  plane: planeSchema,
  outside: addressSetSchema.exactOptional(),
  exact: z.boolean(),
  originates: known(z.boolean()).exactOptional(),
  unansweredDelivery: unknownSchema.exactOptional(),
} satisfies Shape<InterfaceAddress>);

/** An interface. */
export const interfaceSchema = z.strictObject({
  ...baseShape,
  kind: z.literal('interface'),
  network: resourceIdSchema,
  subnet: resourceIdSchema.exactOptional(),
  routeTable: known(resourceIdSchema).exactOptional(),
  addresses: z.array(interfaceAddressSchema),
  layers: z.array(known(layerSchema)),
  owner: resourceIdSchema.exactOptional(),
  isPrimary: z.boolean(),
  forwards: z.boolean(),
  noInternetIngress: z.string().exactOptional(),
  unmodelledIngress: unknownSchema.exactOptional(),
} satisfies Shape<Interface>);

/** A workload. */
export const workloadSchema = z.strictObject({
  ...baseShape,
  kind: z.literal('workload'),
  state: known(stateSchema),
  metadataService: z
    .strictObject({
      enabled: z.boolean(),
      tokensRequired: z.boolean(),
      hopLimit: z.number().exactOptional(),
    })
    .exactOptional(),
} satisfies Shape<Workload>);

const endpointSchema: z.ZodType<ServiceEndpoint> = z.strictObject({
  name: z.string(),
  interfaces: z.array(resourceIdSchema),
  hostname: z.string().exactOptional(),
  listens: transportSetSchema,
  admission: known(resourceIdSchema).exactOptional(),
  authentication: known(z.enum(['none', 'password', 'token', 'certificate', 'iam', 'mixed'])),
  tls: known(z.enum(['required', 'optional', 'absent'])).exactOptional(),
} satisfies Shape<ServiceEndpoint>);

/** A service. */
export const serviceSchema = z.strictObject({
  ...baseShape,
  kind: z.literal('service'),
  serviceKind: z.enum([
    'database',
    'cache',
    'search',
    'queue',
    'broker',
    'warehouse',
    'control-plane',
    'function',
    'object-store',
    'file-store',
    'other',
  ]),
  engine: z.string(),
  state: known(stateSchema),
  publicSwitch: known(z.boolean()).exactOptional(),
  endpoints: z.array(endpointSchema),
  failoverSubnets: known(z.array(resourceIdSchema)).exactOptional(),
  inventoryOnly: z.string().exactOptional(),
} satisfies Shape<Service>);

const targetSchema: z.ZodType<BalancerTarget> = z.strictObject({
  clients: z.enum(['ipv4', 'ipv6', 'any']),
  to: resourceIdSchema,
  port: z.union([z.number(), z.literal('same')]),
  sees: z.enum(['client', 'balancer', 'either']),
  balancerAddresses: addressSetSchema.exactOptional(),
  targetAddresses: addressSetSchema.exactOptional(),
  undetermined: unknownSchema.exactOptional(),
} satisfies Shape<BalancerTarget>);

const listenerSchema: z.ZodType<Listener> = z.strictObject({
  name: z.string(),
  listens: transportSetSchema,
  application: z.enum(['http', 'https', 'tls', 'tcp', 'udp', 'other']),
  redirectsToHttps: known(z.boolean()).exactOptional(),
  tls: z
    .strictObject({
      policy: z.string(),
      minimum: z.string().exactOptional(),
      offersTls13: z.boolean().exactOptional(),
    })
    .exactOptional(),
  targets: z.array(targetSchema),
  targetsIncomplete: unknownSchema.exactOptional(),
} satisfies Shape<Listener>);

/** A load balancer. */
export const loadBalancerSchema = z.strictObject({
  ...baseShape,
  kind: z.literal('load-balancer'),
  scheme: z.enum(['internet-facing', 'internal']),
  balancerKind: z.enum([
    'application',
    'network',
    'gateway',
    'accelerator',
    'proxy',
    'passthrough',
  ]),
  interfaces: z.array(resourceIdSchema),
  listeners: z.array(listenerSchema),
  hasOwnFilter: known(z.boolean()),
  webFilter: known(z.enum(['attached', 'preview-only', 'none'])).exactOptional(),
  identityGate: z.boolean().exactOptional(),
  state: known(stateSchema),
} satisfies Shape<LoadBalancer>);
