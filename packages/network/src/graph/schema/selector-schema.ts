import { z } from 'zod';
import type { LabelRequirement, Selector } from '../selector.ts';
import { addressSetSchema, resourceIdSchema, type Shape } from './value-schema.ts';

type SelectorOf<K extends Selector['kind']> = Extract<Selector, { readonly kind: K }>;

const labelRequirementSchema: z.ZodType<LabelRequirement> = z.strictObject({
  key: z.string(),
  operator: z.enum(['exists', 'not-exists', 'in', 'not-in']),
  values: z.array(z.string()),
} satisfies Shape<LabelRequirement>);

const parts = z.array(z.lazy(() => selectorSchema));

/** A selector. */
export const selectorSchema: z.ZodType<Selector> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('everything') } satisfies Shape<SelectorOf<'everything'>>),
  z.strictObject({
    kind: z.literal('resources'),
    ids: z.array(resourceIdSchema),
  } satisfies Shape<SelectorOf<'resources'>>),
  z.strictObject({
    kind: z.literal('filter-members'),
    filter: resourceIdSchema,
    through: z.array(z.enum(['peering', 'transit'])),
  } satisfies Shape<SelectorOf<'filter-members'>>),
  z.strictObject({
    kind: z.literal('labels'),
    match: z.array(labelRequirementSchema),
    scope: resourceIdSchema.exactOptional(),
  } satisfies Shape<SelectorOf<'labels'>>),
  z.strictObject({
    kind: z.literal('kinds'),
    kinds: z.array(z.string()),
  } satisfies Shape<SelectorOf<'kinds'>>),
  z.strictObject({
    kind: z.literal('accounts'),
    accounts: z.array(z.string()),
  } satisfies Shape<SelectorOf<'accounts'>>),
  z.strictObject({
    kind: z.literal('names'),
    patterns: z.array(z.string()),
  } satisfies Shape<SelectorOf<'names'>>),
  z.strictObject({
    kind: z.literal('addresses'),
    set: addressSetSchema,
  } satisfies Shape<SelectorOf<'addresses'>>),
  z.strictObject({
    kind: z.literal('address-group'),
    group: resourceIdSchema,
  } satisfies Shape<SelectorOf<'address-group'>>),
  z.strictObject({ kind: z.literal('all-of'), of: parts } satisfies Shape<SelectorOf<'all-of'>>),
  z.strictObject({ kind: z.literal('any-of'), of: parts } satisfies Shape<SelectorOf<'any-of'>>),
  z.strictObject({ kind: z.literal('none-of'), of: parts } satisfies Shape<SelectorOf<'none-of'>>),
]);
