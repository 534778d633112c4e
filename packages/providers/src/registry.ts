import { type ProviderId, providerId } from '@netposture/network/graph';
import type { Provider } from './provider.ts';

/** One cloud that netposture can read. */
export interface RegisteredProvider {
  readonly id: ProviderId;
  /** The provider's name as it writes itself. */
  readonly title: string;
  /** Loads the adapter when it is wanted: naming the clouds must not cost their client libraries. */
  readonly load: () => Promise<Provider>;
}

/**
 * Every cloud, in alphabetical order. The list is written by hand; a test compares it with the
 * folders beside this file.
 */
export const PROVIDERS: readonly RegisteredProvider[] = [
  {
    id: providerId('aws'),
    title: 'Amazon Web Services',
    load: async () => (await import('./aws/index.ts')).aws,
  },
  {
    id: providerId('digitalocean'),
    title: 'DigitalOcean',
    load: async () => (await import('./digitalocean/index.ts')).digitalocean,
  },
  {
    id: providerId('gcp'),
    title: 'Google Cloud',
    load: async () => (await import('./gcp/index.ts')).gcp,
  },
  {
    id: providerId('hetzner'),
    title: 'Hetzner',
    load: async () => (await import('./hetzner/index.ts')).hetzner,
  },
];

/** Loads every adapter. */
export function loadProviders(): Promise<readonly Provider[]> {
  return Promise.all(PROVIDERS.map((entry) => entry.load()));
}
