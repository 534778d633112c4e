import { z } from 'zod';

/** Tags as most services spell them. */
export const tags = z
  .array(z.object({ Key: z.string().optional(), Value: z.string().optional() }))
  .optional();

/** Tags of one resource as read. */
export type Tags = z.infer<typeof tags>;
