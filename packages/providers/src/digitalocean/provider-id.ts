import { type ProviderId, providerId } from '@netposture/network/graph';

/** The provider's id in records and observations. */
export const DIGITALOCEAN: ProviderId = providerId('digitalocean');
