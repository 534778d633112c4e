import { z } from 'zod';

/** A project id as Google writes it; domain-scoped ones (`example.com:app`) included. */
const PROJECT_ID = /^(?:[a-z0-9.-]+:)?[a-z][-a-z0-9]{4,28}[a-z0-9]$/;

/**
 * What a user configures per entry. Without `organization`, `folder` or `projects` the credential's own project is
 * read; without `accessToken` or `credentials` the Application Default Credentials are used.
 */
export const gcpSettings = z.strictObject({
  /** The number of an organisation: every active project below it is read, and its firewall policies. */
  organization: z.string().regex(/^\d+$/, 'an organisation is named by its number').optional(),
  /** The number of a folder: every active project below it is read. */
  folder: z.string().regex(/^\d+$/, 'a folder is named by its number').optional(),
  /** Exactly these projects, by id. */
  projects: z.array(z.string().regex(PROJECT_ID, 'not a project id')).min(1).optional(),
  /** An OAuth access token; it is used as it is and never renewed. */
  accessToken: z.string().min(1).optional(),
  /** The JSON text of a credential file: a service account key, or an external account (workload identity). */
  credentials: z.string().min(1).optional(),
  /** The e-mail address of a service account to impersonate with the credential above. */
  impersonate: z.email().optional(),
  /** Requests per second and project; default 9, below the quota of 600 a minute that small projects have. */
  requestsPerSecond: z.number().positive().max(100).optional(),
  /** Lists VPC firewall rules by `@google-cloud/compute`; default false: by plain requests, as everything else. */
  vendorLibrary: z.boolean().optional(),
  /** Sends every request below this address instead of to `*.googleapis.com`; for tests and private endpoints. */
  endpoint: z.url().optional(),
});

/** Parsed {@link gcpSettings}. */
export type GcpSettings = z.infer<typeof gcpSettings>;
