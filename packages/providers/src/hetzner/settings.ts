import { z } from 'zod';

/** Where Hetzner Cloud answers unless told otherwise. */
export const CLOUD_ENDPOINT = 'https://api.hetzner.cloud/v1';
/** Where Hetzner answers about Storage Boxes. */
export const HETZNER_ENDPOINT = 'https://api.hetzner.com/v1';
/** Where Robot answers. */
export const ROBOT_ENDPOINT = 'https://robot-ws.your-server.de';

const endpoint = z.url({ protocol: /^https?$/ }).optional();

/**
 * One Hetzner Cloud project. A token belongs to one project, so each has an entry of its own; one
 * without a token is listed as a project that could not be seen.
 */
export const CloudSettings = z.strictObject({
  /** The project's name, as the user calls it: the API does not tell it. */
  project: z.string().min(1),
  /** A read-only token suffices. */
  token: z.string().min(1).optional(),
  /** Default {@link CLOUD_ENDPOINT}; `HCLOUD_ENDPOINT` of Hetzner's own tools. */
  endpoint,
  /**
   * For Storage Boxes. Default {@link HETZNER_ENDPOINT}, but only where `endpoint` is not set: a
   * token that is meant for another host must not be sent to Hetzner's.
   */
  hetznerEndpoint: endpoint,
});
export type CloudSettings = z.infer<typeof CloudSettings>;

/** One Robot account: a web-service user. */
export const RobotSettings = z.strictObject({
  /** A name for the account, as the user calls it. */
  robot: z.string().min(1),
  user: z.string().min(1).optional(),
  password: z.string().min(1).optional(),
  /** Default {@link ROBOT_ENDPOINT}. */
  endpoint,
});
export type RobotSettings = z.infer<typeof RobotSettings>;

/** An account entry: a Cloud project or a Robot account. */
export const HetznerSettings = z.union([CloudSettings, RobotSettings]);
export type HetznerSettings = z.infer<typeof HetznerSettings>;

/**
 * The entry that the environment variables of Hetzner's own tools describe (`HCLOUD_TOKEN`,
 * `HCLOUD_ENDPOINT`, `HETZNER_ENDPOINT`); `undefined` where no token is set.
 *
 * @param project the name to give the project: a token does not tell it.
 */
export function settingsFromEnvironment(
  project: string,
  environment: Readonly<Record<string, string | undefined>>,
): CloudSettings | undefined {
  const token = environment['HCLOUD_TOKEN'];
  if (token === undefined || token === '') return undefined;
  const cloud = environment['HCLOUD_ENDPOINT'];
  const hetzner = environment['HETZNER_ENDPOINT'];
  return CloudSettings.parse({
    project,
    token,
    ...(cloud === undefined || cloud === '' ? {} : { endpoint: cloud }),
    ...(hetzner === undefined || hetzner === '' ? {} : { hetznerEndpoint: hetzner }),
  });
}
