import { z } from 'zod';
import { AddressSet, NetsetParseError, TransportSet } from '../../netset/index.ts';
import type { CoverageKey } from '../coverage.ts';
import type { ProviderId, ResourceId } from '../resource-id.ts';
import type { Known, Unknown } from '../unknown.ts';

/** A schema for each field of a type: one that is forgotten does not compile. */
export type Shape<T> = { [K in keyof T]-?: z.ZodType<Exclude<T[K], undefined>> };

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

/** A resource id. */
export const resourceIdSchema = z.custom<ResourceId>(isText, 'an id is expected');
/** A provider id. */
export const providerIdSchema = z.custom<ProviderId>(isText, 'a provider is expected');
/** A coverage key. */
export const coverageKeySchema = z.custom<CoverageKey>(isText, 'a coverage key is expected');

/** A list of CIDRs, read into one object for equal sets. */
export const addressSetSchema: z.ZodType<AddressSet> = z
  .array(z.string())
  .transform((texts, context) =>
    readSet(context, AddressSet.empty, () => AddressSet.from(texts).intern()),
  );

/** The canonical text of a transport set, read into one object for equal sets. */
export const transportSetSchema: z.ZodType<TransportSet> = z
  .string()
  .transform((text, context) =>
    readSet(context, TransportSet.empty, () => TransportSet.parse(text).intern()),
  );

/** Reads a set; a text that names none becomes an issue, so that what is returned instead is never used. */
function readSet<S>(context: z.RefinementCtx, instead: S, read: () => S): S {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof NetsetParseError)) throw error;
    context.addIssue(error.message);
    return instead;
  }
}

/** An unknown. */
export const unknownSchema: z.ZodType<Unknown> = z.strictObject({
  kind: z.literal('unknown'),
  reason: z.string(),
  coverage: coverageKeySchema.exactOptional(),
} satisfies Shape<Unknown>);

/** A fact of that schema, or the statement that it is not known. */
export function known<T>(schema: z.ZodType<T>): z.ZodType<Known<T>> {
  return z.union([unknownSchema, schema]);
}
