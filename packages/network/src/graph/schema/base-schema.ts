import { z } from 'zod';
import type { CoverageEntry, CoverageScope } from '../coverage.ts';
import type { Provenance } from '../provenance.ts';
import type { RecordBase } from '../record-base.ts';
import {
  coverageKeySchema,
  providerIdSchema,
  resourceIdSchema,
  type Shape,
} from './value-schema.ts';

/** A provenance. */
export const provenanceSchema: z.ZodType<Provenance> = z.strictObject({
  provider: providerIdSchema,
  account: z.string(),
  location: z.string(),
  nativeId: z.string(),
  uri: z.string().exactOptional(),
  operation: z.string(),
  observation: z.string().exactOptional(),
  consoleUrl: z.string().exactOptional(),
} satisfies Shape<Provenance>);

/** The fields that every record has. */
export const baseShape = {
  id: resourceIdSchema,
  name: z.string(),
  provenance: provenanceSchema,
  labels: z.record(z.string(), z.string()).exactOptional(),
  assumes: z.array(coverageKeySchema).exactOptional(),
  gaps: z.array(coverageKeySchema).exactOptional(),
} satisfies Shape<RecordBase>;

const coverageScopeSchema: z.ZodType<CoverageScope> = z.strictObject({
  provider: providerIdSchema,
  account: z.string(),
  location: z.string(),
  operation: z.string(),
  subject: z.string().exactOptional(),
} satisfies Shape<CoverageScope>);

/** A coverage entry. */
export const coverageEntrySchema: z.ZodType<CoverageEntry> = z.strictObject({
  scope: coverageScopeSchema,
  outcome: z.enum([
    'complete',
    'partial',
    'forbidden',
    'throttled',
    'failed',
    'not-implemented',
    'assumed-absent',
  ]),
  items: z.number(),
  message: z.string().exactOptional(),
  missingPermission: z.string().exactOptional(),
} satisfies Shape<CoverageEntry>);
