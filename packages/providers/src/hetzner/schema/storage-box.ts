import { z } from 'zod';

/**
 * The fields that we read of Storage Boxes, which live on a host of their own.
 * Source: https://docs.hetzner.cloud/reference/hetzner (2026-05).
 */

const access = {
  reachable_externally: z.boolean(),
  samba_enabled: z.boolean().nullish(),
  ssh_enabled: z.boolean().nullish(),
  webdav_enabled: z.boolean().nullish(),
  zfs_enabled: z.boolean().nullish(),
};

/** What of a box or subaccount may be used, and from where. */
export const AccessSettings = z.object(access);
export type AccessSettings = z.infer<typeof AccessSettings>;

/** `GET /storage_boxes`. */
export const StorageBox = z.object({
  id: z.int(),
  name: z.string(),
  labels: z.record(z.string(), z.string()).nullish(),
  location: z.object({ name: z.string() }).nullish(),
  status: z.string(),
  server: z.string().nullish(),
  access_settings: AccessSettings,
});
export type StorageBox = z.infer<typeof StorageBox>;

/** `GET /storage_boxes/{id}/subaccounts`. */
export const StorageBoxSubaccount = z.object({
  id: z.int(),
  username: z.string(),
  server: z.string().nullish(),
  storage_box: z.int().nullish(),
  access_settings: z.object({ ...access, readonly: z.boolean().nullish() }),
});
export type StorageBoxSubaccount = z.infer<typeof StorageBoxSubaccount>;
