import { z } from 'zod';
import type {
  DirectionDefault,
  Filter,
  FilterAttachment,
  FilterExemption,
  FilterLayer,
  FilterRule,
  FilterWords,
  Peer,
} from '../filter.ts';
import { baseShape, provenanceSchema } from './base-schema.ts';
import { selectorSchema } from './selector-schema.ts';
import {
  addressSetSchema,
  resourceIdSchema,
  type Shape,
  transportSetSchema,
  unknownSchema,
} from './value-schema.ts';

type PeerOf<K extends Peer['kind']> = Extract<Peer, { readonly kind: K }>;

const directionSchema = z.enum(['ingress', 'egress']);
const actionSchema = z.enum(['allow', 'deny', 'goto-next']);
/** A plane. */
export const planeSchema = z.enum(['public', 'private']);

const peerSchema: z.ZodType<Peer> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('addresses'),
    set: addressSetSchema,
  } satisfies Shape<PeerOf<'addresses'>>),
  z.strictObject({
    kind: z.literal('selector'),
    selector: selectorSchema,
    addresses: z.enum(['private', 'primary-private', 'public', 'both']),
  } satisfies Shape<PeerOf<'selector'>>),
  z.strictObject({
    kind: z.literal('any-of'),
    peers: z.array(z.lazy(() => peerSchema)),
  } satisfies Shape<PeerOf<'any-of'>>),
  z.strictObject({
    kind: z.literal('undetermined'),
    cause: unknownSchema,
    within: addressSetSchema.exactOptional(),
  } satisfies Shape<PeerOf<'undetermined'>>),
]);

const ruleSchema: z.ZodType<FilterRule> = z.strictObject({
  id: z.string(),
  direction: directionSchema,
  action: z.union([
    actionSchema,
    z.strictObject({ kind: z.literal('undetermined'), cause: unknownSchema }),
  ]),
  priority: z.number().exactOptional(),
  peer: peerSchema,
  own: addressSetSchema.exactOptional(),
  transport: transportSetSchema,
  establishedOnly: z.boolean().exactOptional(),
  targets: selectorSchema.exactOptional(),
  disabled: z.boolean().exactOptional(),
  label: z.string(),
  description: z.string().exactOptional(),
  provenance: provenanceSchema.exactOptional(),
} satisfies Shape<FilterRule>);

const defaultSchema: z.ZodType<DirectionDefault> = z.strictObject({
  noRule: actionSchema,
  noMatch: actionSchema,
} satisfies Shape<DirectionDefault>);

const exemptionSchema: z.ZodType<FilterExemption> = z.strictObject({
  direction: directionSchema,
  peer: addressSetSchema,
  transport: transportSetSchema,
  verdict: z.enum(['allow', 'undetermined']),
  label: z.string(),
} satisfies Shape<FilterExemption>);

const wordsByDirection = z.strictObject({
  ingress: z.string().exactOptional(),
  egress: z.string().exactOptional(),
});

const wordsSchema: z.ZodType<FilterWords> = z.strictObject({
  noRule: wordsByDirection.exactOptional(),
  noMatch: wordsByDirection.exactOptional(),
  otherPlane: z.string().exactOptional(),
  together: z.string().exactOptional(),
} satisfies Shape<FilterWords>);

/** A filter. */
export const filterSchema = z.strictObject({
  ...baseShape,
  kind: z.literal('filter'),
  nativeKind: z.string(),
  stateful: z.boolean(),
  planes: z.array(planeSchema),
  combination: z.enum(['any-allow', 'deny-overrides', 'first-match', 'priority-with-goto']),
  defaults: z.strictObject({ ingress: defaultSchema, egress: defaultSchema }),
  exemptions: z.array(exemptionSchema),
  isDefault: z.boolean(),
  rules: z.array(ruleSchema),
  network: resourceIdSchema.exactOptional(),
  incomplete: unknownSchema.exactOptional(),
  words: wordsSchema.exactOptional(),
} satisfies Shape<Filter>);

const attachmentSchema: z.ZodType<FilterAttachment> = z.strictObject({
  filter: resourceIdSchema,
  enforcement: z.enum(['enforced', 'pending', 'removing', 'failed']),
} satisfies Shape<FilterAttachment>);

const bothWaysSchema = z.strictObject({
  ingress: z.enum(['allow', 'deny']),
  egress: z.enum(['allow', 'deny']),
});

/** A layer. */
export const layerSchema: z.ZodType<FilterLayer> = z.strictObject({
  kind: z.literal('layer'),
  combine: z.enum(['pool', 'sequence']),
  attachments: z.array(attachmentSchema),
  whenNone: bothWaysSchema,
  atEnd: bothWaysSchema,
} satisfies Shape<FilterLayer>);
