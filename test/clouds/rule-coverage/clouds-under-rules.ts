import { AWS_POLICY, awsEstate } from './aws-estate.ts';
import { DIGITALOCEAN_POLICY, digitalOceanEstate } from './digitalocean-estate.ts';
import { GCP_POLICY, gcpEstate } from './gcp-estate.ts';
import { HETZNER_POLICY, hetznerEstate } from './hetzner-estate.ts';
import type { SimulatedClouds } from './observed-clouds.ts';
import type { Planted } from './planted.ts';

/** A cloud as a column of the table. */
export type CloudId = 'aws' | 'digitalocean' | 'gcp' | 'hetzner';

/** A cloud with an estate that breaks the planted rules and no other on purpose. */
export interface CloudUnderRules {
  readonly id: CloudId;
  readonly title: string;
  /** What the owner of the estate declares. */
  readonly policy: string;
  readonly clouds: (planted: Planted) => SimulatedClouds;
}

/** The four clouds, in order of id. */
export const CLOUDS_UNDER_RULES: readonly CloudUnderRules[] = [
  {
    id: 'aws',
    title: 'AWS',
    policy: AWS_POLICY,
    clouds: (planted) => ({
      aws: awsEstate(planted),
      ...(planted('coverage-gap') ? { forbidden: { aws: 'lambda:ListFunctions' } } : {}),
    }),
  },
  {
    id: 'digitalocean',
    title: 'DigitalOcean',
    policy: DIGITALOCEAN_POLICY,
    clouds: (planted) => ({
      digitalocean: digitalOceanEstate(planted),
      ...(planted('coverage-gap') ? { forbidden: { digitalocean: '/cdn/endpoints' } } : {}),
    }),
  },
  {
    id: 'gcp',
    title: 'Google Cloud',
    policy: GCP_POLICY,
    clouds: (planted) => ({
      gcp: gcpEstate(planted),
      ...(planted('coverage-gap')
        ? { forbidden: { gcp: 'run.projects.locations.services.list' } }
        : {}),
    }),
  },
  {
    id: 'hetzner',
    title: 'Hetzner',
    policy: HETZNER_POLICY,
    clouds: (planted) => ({
      hetzner: hetznerEstate(planted),
      ...(planted('coverage-gap') ? { forbidden: { hetzner: '/certificates' } } : {}),
    }),
  },
];
