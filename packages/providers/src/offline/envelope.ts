import { providerId } from '@netposture/network/graph';
import { z } from 'zod';
import type { Observation } from '../observation.ts';

const OUTCOMES = [
  'complete',
  'partial',
  'forbidden',
  'throttled',
  'failed',
  'not-implemented',
  'assumed-absent',
] as const;

/** Observation v1 as it is written. Items and request are any JSON, which the parser vouches for. */
const Envelope = z.strictObject({
  format: z.literal(1),
  provider: z.string().regex(/^[a-z][a-z0-9-]*$/),
  account: z.string(),
  location: z.string(),
  operation: z.string(),
  subject: z.string().optional(),
  request: z.custom<Observation['request']>((value) => typeof value === 'object' && value !== null),
  outcome: z.enum(OUTCOMES),
  message: z.string().optional(),
  missingPermission: z.string().optional(),
  pages: z.int().nonnegative(),
  collectedAt: z.iso.datetime(),
  items: z.custom<Observation['items']>((value) => Array.isArray(value)),
});

/** Whether a document claims to be one of our observations, of whatever version. */
export function isEnvelope(document: unknown): boolean {
  return (
    typeof document === 'object' &&
    document !== null &&
    'format' in document &&
    'provider' in document &&
    'operation' in document &&
    'items' in document
  );
}

/** The observation in a document, or the sentence that says why it is none. */
export function observationIn(document: unknown): Observation | string {
  const parsed = Envelope.safeParse(document);
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'envelope');
    return `It is a saved observation of a form that this version does not know (${fields.join(', ')}).`;
  }
  const { provider, subject, message, missingPermission, ...rest } = parsed.data;
  return {
    ...rest,
    provider: providerId(provider),
    ...(subject === undefined ? {} : { subject }),
    ...(message === undefined ? {} : { message }),
    ...(missingPermission === undefined ? {} : { missingPermission }),
  };
}
