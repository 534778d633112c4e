import { type ProviderId, providerId } from '@netposture/network/graph';

/** The provider's id in records and observations. */
export const HETZNER: ProviderId = providerId('hetzner');
