import { z } from 'zod';

/**
 * The fields that we read of Spaces, which speak the protocol of S3.
 * Source: https://docs.digitalocean.com/reference/api/spaces/ (read 2026-11).
 */

/** One bucket of `GET /`. */
export const Bucket = z.object({ Name: z.string() });
export type Bucket = z.infer<typeof Bucket>;

/** `GET /{bucket}?acl`. */
export const BucketAcl = z.object({
  Grants: z
    .array(
      z.object({
        Grantee: z.object({ Type: z.string().nullish(), URI: z.string().nullish() }).nullish(),
        Permission: z.string().nullish(),
      }),
    )
    .nullish(),
});
export type BucketAcl = z.infer<typeof BucketAcl>;

/** `GET /{bucket}?policy`; no item where a bucket has none. */
export const BucketPolicy = z.object({ Policy: z.string() });
export type BucketPolicy = z.infer<typeof BucketPolicy>;
