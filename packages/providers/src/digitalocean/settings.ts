import { z } from 'zod';

/** Where DigitalOcean answers unless told otherwise; without the version of the API. */
export const ENDPOINT = 'https://api.digitalocean.com';

const endpoint = z.url({ protocol: /^https?$/ }).optional();
const secret = z.string().min(1).optional();

/** A key that may read Spaces, and where the buckets are. */
export const SpacesSettings = z.strictObject({
  accessKeyId: z.string().min(1),
  secretAccessKey: z.string().min(1),
  /** Regions whose buckets are listed, such as `nyc3`: every region answers for itself. */
  regions: z.array(z.string().min(1)).min(1),
  /** In the place of `https://<region>.digitaloceanspaces.com`, for all regions. */
  endpoint,
});
export type SpacesSettings = z.infer<typeof SpacesSettings>;

/**
 * One DigitalOcean team. A token belongs to one team, so each has an entry of its own; one without a
 * token is listed as a team that could not be seen.
 */
export const DigitalOceanSettings = z.strictObject({
  /** The team's name, as the user calls it. */
  team: z.string().min(1),
  /** A token with the read scopes of `docs/providers/digitalocean-permissions.md` suffices. */
  token: secret,
  /** Default {@link ENDPOINT}; `DIGITALOCEAN_API_URL` of DigitalOcean's own tools. */
  endpoint,
  /** Without it, buckets are known only as far as keys name them. */
  spaces: SpacesSettings.optional(),
});
export type DigitalOceanSettings = z.infer<typeof DigitalOceanSettings>;

/**
 * The entry that the environment variables of DigitalOcean's own tools describe
 * (`DIGITALOCEAN_TOKEN`, else `DIGITALOCEAN_ACCESS_TOKEN`, and `DIGITALOCEAN_API_URL`); `undefined`
 * where no token is set.
 *
 * @param team the name to give the team.
 */
export function settingsFromEnvironment(
  team: string,
  environment: Readonly<Record<string, string | undefined>>,
): DigitalOceanSettings | undefined {
  // An empty variable is one that is not set.
  const token = environment['DIGITALOCEAN_TOKEN'] || environment['DIGITALOCEAN_ACCESS_TOKEN'];
  if (!token) return undefined;
  const url = environment['DIGITALOCEAN_API_URL'];
  return DigitalOceanSettings.parse({ team, token, ...(url ? { endpoint: url } : {}) });
}
