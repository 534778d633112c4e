import { type SimulatedAws, simulateAws } from '../../test/clouds/aws/simulated-aws.ts';
import {
  type SimulatedDigitalOcean,
  serveDigitalOcean,
} from '../../test/clouds/digitalocean/serve.ts';
import { type SimulatedGcp, serveGcp, TOKEN } from '../../test/clouds/gcp/index.ts';
import { type SimulatedHetzner, serveHetzner } from '../../test/clouds/hetzner/serve.ts';
import { AWS_ACCOUNT, awsWorld } from './aws.ts';
import { DIGITALOCEAN_TOKEN, digitalOceanWorld } from './digitalocean.ts';
import type { CompanyFacts } from './facts.ts';
import { gcpWorld } from './gcp.ts';
import { HETZNER_TOKENS, hetznerWorld } from './hetzner.ts';

/** The company's four clouds, running on this machine. */
export interface SimulatedCompany {
  /** What `demo/netposture.yaml` refers to: endpoints of the simulations, and tokens that mean nothing elsewhere. */
  readonly variables: Readonly<Record<string, string>>;
  /** Changes the company under the running simulations: the next request is answered by the new state. */
  readonly become: (facts: CompanyFacts) => void;
  /** Requests that the real clouds would not know; empty where the scanner asks only what there is. */
  readonly unexpected: () => readonly string[];
  readonly close: () => Promise<void>;
}

/** Starts all four clouds on 127.0.0.1. */
export async function startCompany(facts: CompanyFacts): Promise<SimulatedCompany> {
  let now = worldsOf(facts);
  const aws = await simulateAws({
    get accounts() {
      return now.aws.accounts;
    },
  });
  const digitalOcean = await serveDigitalOcean({
    get teams() {
      return now.digitalOcean.teams;
    },
  });
  const gcp = await serveGcp({
    organization: now.gcp.organization,
    folders: now.gcp.folders,
    policies: now.gcp.policies,
    addressGroups: now.gcp.addressGroups,
    get projects() {
      return now.gcp.projects;
    },
  });
  const hetzner = await serveHetzner({
    get projects() {
      return now.hetzner.projects ?? [];
    },
  });
  return {
    variables: variablesOf({ aws, digitalOcean, gcp, hetzner }),
    become: (next) => {
      now = worldsOf(next);
    },
    unexpected: () => [
      ...aws.violations,
      ...digitalOcean.unexpected,
      ...gcp.unexpected,
      ...hetzner.unexpected,
    ],
    close: async () => {
      await Promise.all([aws.close(), digitalOcean.close(), gcp.close(), hetzner.close()]);
    },
  };
}

function worldsOf(facts: CompanyFacts) {
  return {
    aws: awsWorld(facts),
    digitalOcean: digitalOceanWorld(facts),
    gcp: gcpWorld(facts),
    hetzner: hetznerWorld(facts),
  };
}

function variablesOf(at: {
  readonly aws: SimulatedAws;
  readonly digitalOcean: SimulatedDigitalOcean;
  readonly gcp: SimulatedGcp;
  readonly hetzner: SimulatedHetzner;
}): SimulatedCompany['variables'] {
  const { accessKeyId, secretAccessKey } = at.aws.credentialsOf(AWS_ACCOUNT);
  return {
    LARKFIELD_AWS_KEY: accessKeyId,
    LARKFIELD_AWS_SECRET: secretAccessKey,
    LARKFIELD_AWS_ENDPOINT: at.aws.endpoint,
    LARKFIELD_HETZNER_PRODUCTION: HETZNER_TOKENS.production,
    LARKFIELD_HETZNER_STAGING: HETZNER_TOKENS.staging,
    LARKFIELD_HETZNER_ENDPOINT: at.hetzner.cloudUrl,
    LARKFIELD_STORAGE_ENDPOINT: at.hetzner.hetznerUrl,
    LARKFIELD_DIGITALOCEAN_TOKEN: DIGITALOCEAN_TOKEN,
    LARKFIELD_DIGITALOCEAN_ENDPOINT: at.digitalOcean.url,
    LARKFIELD_GCP_TOKEN: TOKEN,
    LARKFIELD_GCP_ENDPOINT: at.gcp.endpoint,
  };
}
