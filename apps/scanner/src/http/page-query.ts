import { z } from 'zod';
import type { Page, PageRequest } from '../store/read-model.ts';

/** Which part of a list is wanted. A cursor is opaque: it comes from the answer before. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,2000}$/)
    .transform((text) => Buffer.from(text, 'base64url').toString('utf8'))
    // PostgreSQL takes no NUL in a text, and a cursor that was made here has none.
    .refine((text) => !text.includes('\u0000'), 'is no cursor of this API')
    .optional(),
});

/** A cursor of a list that is in order of time: an instant and an id. */
const TimeCursor = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \S+$/, 'is no cursor of this list')
  .refine(
    (text) => !Number.isNaN(Date.parse(text.split(' ')[0] ?? '')),
    'is no cursor of this list',
  );

/** The same, for a list in order of time. */
export const TimePageQuery = PageQuery.extend({
  cursor: PageQuery.shape.cursor.pipe(TimeCursor.optional()),
});

/** A part of a list; `next` is the cursor of the part that follows. */
export const PageAnswer = z.object({
  items: z.array(z.record(z.string(), z.unknown())),
  next: z.string().optional(),
});

/** The part of a list in the shape of {@link PageAnswer}. */
export function pageAnswer({ items, next }: Page): z.infer<typeof PageAnswer> {
  return { items: [...items], ...(next === undefined ? {} : { next }) };
}

/** A query as the store takes it. */
export function pageRequest({ limit, cursor }: z.infer<typeof PageQuery>): PageRequest {
  return { limit, ...(cursor === undefined ? {} : { cursor }) };
}
