import { z } from 'zod';

/**
 * The fields that we read of what is listed and not judged.
 * Source: https://github.com/digitalocean/openapi (2026-08-07).
 */

/** `GET /v2/account`. */
export const Account = z.object({
  uuid: z.string(),
  status: z.string().nullish(),
  team: z.object({ uuid: z.string(), name: z.string().nullish() }).nullish(),
});

/** `GET /v2/nfs`. */
export const NfsShare = z.object({
  id: z.string(),
  name: z.string(),
  region: z.string().nullish(),
  vpc_ids: z.array(z.string()).nullish(),
});
export type NfsShare = z.infer<typeof NfsShare>;

/** `GET /v2/functions/namespaces`. */
export const FunctionNamespace = z.object({
  namespace: z.string(),
  label: z.string().nullish(),
  region: z.string().nullish(),
  api_host: z.string().nullish(),
});
export type FunctionNamespace = z.infer<typeof FunctionNamespace>;

/** `GET /v2/vector-databases`. */
export const VectorDatabase = z.object({
  id: z.string(),
  name: z.string().nullish(),
  region: z.string().nullish(),
  endpoints: z.object({ http: z.string().nullish(), grpc: z.string().nullish() }).nullish(),
});
export type VectorDatabase = z.infer<typeof VectorDatabase>;

/** `GET /v2/dedicated-inferences`. */
export const DedicatedInference = z.object({
  id: z.string(),
  region: z.string().nullish(),
  vpc_uuid: z.string().nullish(),
  spec: z
    .object({ name: z.string().nullish(), enable_public_endpoint: z.boolean().nullish() })
    .nullish(),
});
export type DedicatedInference = z.infer<typeof DedicatedInference>;

/** `GET /v2/droplets/autoscale`. */
export const AutoscalePool = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string().nullish(),
});

/** `GET /v2/cdn/endpoints`. */
export const CdnEndpoint = z.object({
  id: z.string(),
  origin: z.string(),
  endpoint: z.string().nullish(),
  custom_domain: z.string().nullish(),
});
export type CdnEndpoint = z.infer<typeof CdnEndpoint>;

/** `GET /v2/domains`. */
export const Domain = z.object({ name: z.string() });

/** `GET /v2/domains/{name}/records`. */
export const DomainRecord = z.object({
  id: z.int(),
  type: z.string(),
  name: z.string().nullish(),
  data: z.string().nullish(),
});

/** `GET /v2/spaces/keys`; the only list of buckets without a key of its own. */
export const SpacesKey = z.object({
  name: z.string(),
  grants: z.array(z.object({ bucket: z.string(), permission: z.string() })).nullish(),
});
export type SpacesKey = z.infer<typeof SpacesKey>;
