import { z } from 'zod';
import type { AddressGroup, OwnedAddress, Unseen } from '../address.ts';
import type { Gateway, TransitAttachment } from '../gateway.ts';
import type { Account, FlowLog, InternetBlock, Network, Subnet } from '../network.ts';
import type { Route, RouteTable, RouteTarget } from '../route-table.ts';
import { baseShape } from './base-schema.ts';
import { selectorSchema } from './selector-schema.ts';
import {
  addressSetSchema,
  known,
  resourceIdSchema,
  type Shape,
  transportSetSchema,
  unknownSchema,
} from './value-schema.ts';

type TargetOf<K extends RouteTarget['kind']> = Extract<RouteTarget, { readonly kind: K }>;

/** An account. */
export const accountSchema = z.strictObject({
  ...baseShape,
  kind: z.literal('account'),
} satisfies Shape<Account>);

const flowLogSchema: z.ZodType<FlowLog> = z.strictObject({
  state: z.enum(['on', 'off', 'failing']),
  traffic: z.enum(['all', 'accepted', 'rejected']),
  detail: z.string().exactOptional(),
} satisfies Shape<FlowLog>);

/** A network. */
export const networkSchema = z.strictObject({
  ...baseShape,
  kind: z.literal('network'),
  ranges: addressSetSchema,
  isDefault: z.boolean(),
  isPublicSpace: z.boolean(),
  flowLog: known(flowLogSchema).exactOptional(),
} satisfies Shape<Network>);

const internetBlockSchema: z.ZodType<InternetBlock> = z.strictObject({
  direct: z.boolean(),
  translated: z.boolean(),
  label: z.string(),
} satisfies Shape<InternetBlock>);

/** A subnet. */
export const subnetSchema = z.strictObject({
  ...baseShape,
  kind: z.literal('subnet'),
  network: resourceIdSchema,
  ranges: addressSetSchema,
  zone: z.string().exactOptional(),
  routeTable: known(resourceIdSchema),
  filter: known(resourceIdSchema).exactOptional(),
  internetBlock: known(internetBlockSchema).exactOptional(),
  assignsPublicAddresses: z.boolean().exactOptional(),
  flowLog: known(flowLogSchema).exactOptional(),
} satisfies Shape<Subnet>);

const routeTargetSchema: z.ZodType<RouteTarget> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('local') } satisfies Shape<TargetOf<'local'>>),
  z.strictObject({
    kind: z.literal('gateway'),
    gateway: resourceIdSchema,
  } satisfies Shape<TargetOf<'gateway'>>),
  z.strictObject({
    kind: z.literal('attachment'),
    attachment: z.string(),
  } satisfies Shape<TargetOf<'attachment'>>),
  z.strictObject({
    kind: z.literal('interface'),
    interface: resourceIdSchema,
  } satisfies Shape<TargetOf<'interface'>>),
  z.strictObject({ kind: z.literal('blackhole') } satisfies Shape<TargetOf<'blackhole'>>),
  z.strictObject({
    kind: z.literal('undetermined'),
    cause: unknownSchema,
  } satisfies Shape<TargetOf<'undetermined'>>),
]);

const routeSchema: z.ZodType<Route> = z.strictObject({
  destination: addressSetSchema,
  prefixLength: z.number(),
  preference: z.number(),
  target: routeTargetSchema,
  balanced: z.boolean().exactOptional(),
  sources: selectorSchema.exactOptional(),
  label: z.string(),
} satisfies Shape<Route>);

/** A route table. */
export const routeTableSchema = z.strictObject({
  ...baseShape,
  kind: z.literal('route-table'),
  network: resourceIdSchema.exactOptional(),
  routes: z.array(routeSchema),
  incomplete: unknownSchema.exactOptional(),
} satisfies Shape<RouteTable>);

const stateSchema = z.enum(['active', 'inactive']);

const transitAttachmentSchema: z.ZodType<TransitAttachment> = z.strictObject({
  id: z.string(),
  network: resourceIdSchema.exactOptional(),
  gateway: resourceIdSchema.exactOptional(),
  subnets: z.array(resourceIdSchema),
  routeTable: known(resourceIdSchema),
  supportsReferences: z.boolean(),
  state: stateSchema,
} satisfies Shape<TransitAttachment>);

/** A gateway. */
export const gatewaySchema = z.strictObject({
  ...baseShape,
  kind: z.literal('gateway'),
  gatewayKind: z.enum([
    'internet',
    'nat',
    'egress-only',
    'peering',
    'transit',
    'vpn',
    'service-endpoint',
    'appliance',
  ]),
  state: known(stateSchema),
  networks: z.array(resourceIdSchema),
  carries: z
    .strictObject({
      addresses: addressSetSchema.exactOptional(),
      transport: transportSetSchema.exactOptional(),
    })
    .exactOptional(),
  egressAddresses: known(addressSetSchema).exactOptional(),
  subnet: resourceIdSchema.exactOptional(),
  interface: resourceIdSchema.exactOptional(),
  routeTable: known(resourceIdSchema).exactOptional(),
  attachments: z.array(transitAttachmentSchema).exactOptional(),
  supportsReferences: z.boolean().exactOptional(),
  unmodelled: unknownSchema.exactOptional(),
} satisfies Shape<Gateway>);

/** An owned address. */
export const ownedAddressSchema = z.strictObject({
  ...baseShape,
  kind: z.literal('address'),
  addresses: addressSetSchema,
  stability: z.enum(['static', 'ephemeral', 'managed', 'egress']),
  attachedTo: resourceIdSchema.exactOptional(),
  isEgressIdentity: known(z.boolean()),
} satisfies Shape<OwnedAddress>);

/** An address group. */
export const addressGroupSchema = z.strictObject({
  ...baseShape,
  kind: z.literal('address-group'),
  role: z.enum(['prefix-list', 'trusted', 'shared-edge', 'known-service', 'provider-pool']),
  addresses: addressSetSchema,
  source: z.string(),
  date: z.string(),
  incomplete: unknownSchema.exactOptional(),
} satisfies Shape<AddressGroup>);

/** A stub of something that was not seen. */
export const unseenSchema = z.strictObject({
  ...baseShape,
  kind: z.literal('unseen'),
  of: z.string(),
  cause: unknownSchema,
} satisfies Shape<Unseen>);
