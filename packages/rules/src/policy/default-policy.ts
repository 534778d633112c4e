import type { Policy } from './policy.ts';

/** From this many IPv4 addresses on, a source set counts as the public. */
export const PUBLIC_THRESHOLD = 65_536;

/** What holds without a policy file: nothing is declared public, and nothing is trusted. */
export const defaultPolicy: Policy = {
  file: 'default policy',
  preset: 'recommended',
  publicThreshold: PUBLIC_THRESHOLD,
  addressSets: new Map(),
  zones: new Map(),
  matrix: [],
  publicEndpoints: [],
  databaseClients: [],
  sensitiveZones: [],
  environments: [],
  isolation: [],
  tiers: { public: [], private: [] },
  bastions: [],
  rules: new Map(),
  waivers: [],
};
