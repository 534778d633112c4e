import { z } from 'zod';

/** What a user configures for AWS: whose credential, which accounts, which regions. */
export const awsSettings = z.strictObject({
  /** A fixed key pair. Default: the credential chain of every AWS tool (environment, profile, instance role). */
  credentials: z
    .strictObject({
      accessKeyId: z.string().min(1),
      secretAccessKey: z.string().min(1),
      sessionToken: z.string().min(1).optional(),
    })
    .optional(),
  /** A profile of the shared configuration files, for the credential chain. */
  profile: z.string().min(1).optional(),
  /** Roles to take on, one account each. Default: only the credential's own account. */
  roles: z
    .array(
      z.strictObject({
        arn: z.string().regex(/^arn:[a-z0-9-]+:iam::\d{12}:role\/.+$/),
        externalId: z.string().min(1).optional(),
      }),
    )
    .optional(),
  /** Finds the accounts of the organization and takes on the role of this name in each. */
  organization: z
    .strictObject({ role: z.string().min(1), externalId: z.string().min(1).optional() })
    .optional(),
  /** Default: all regions that the account has switched on. */
  regions: z
    .array(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/))
    .min(1)
    .optional(),
  /** Where the first calls go, before the regions are known. Default `us-east-1`. */
  homeRegion: z.string().optional(),
  /** Takes the place of every service's address. Default: AWS, or `AWS_ENDPOINT_URL`. */
  endpoint: z.url({ protocol: /^https?$/ }).optional(),
});

/** The settings of one account entry, secrets resolved. */
export type AwsSettings = z.infer<typeof awsSettings>;

/** The region that answers before any other is known. */
export function homeRegionOf(settings: AwsSettings): string {
  return settings.homeRegion ?? settings.regions?.[0] ?? 'us-east-1';
}
