import { digitalocean } from '../../../packages/providers/src/digitalocean/index.ts';
import { ENDPOINTS } from '../../clouds/digitalocean/endpoints.ts';
import { FULL_TEAM, FULL_TEAM_SECRETS } from '../../clouds/digitalocean/full-team.ts';
import { serveDigitalOcean } from '../../clouds/digitalocean/serve.ts';
import type { Fault } from '../../clouds/fault.ts';
import { describeConformance } from '../../conformance/conformance.ts';
import type { CloudFault, SavedAnswer, SimulatedCloud } from '../../conformance/subject.ts';
import { settingsFor } from './scan.testkit.ts';

describeConformance({ provider: digitalocean, startCloud });

async function startCloud(): Promise<SimulatedCloud> {
  const faults = new Map<string, CloudFault>();
  const simulation = await serveDigitalOcean(
    { teams: [FULL_TEAM] },
    {
      misbehave: (operation) => {
        const fault = faults.get(operation) ?? faults.get('*');
        return fault === undefined ? undefined : committed(fault);
      },
    },
  );
  return {
    settings: settingsFor({ teams: [FULL_TEAM] }, simulation)[0],
    get calls() {
      return simulation.operations.map((operation) => ({ operation }));
    },
    secrets: FULL_TEAM_SECRETS,
    fail: (operation, fault) => void faults.set(operation, fault),
    heal: () => faults.clear(),
    savedAnswers,
    close: simulation.close,
  };
}

const STATUS = { unauthenticated: 401, forbidden: 403, throttled: 429, unavailable: 503 } as const;

/** Errors quote what they were sent, as careless services do. */
function committed(fault: CloudFault): Fault {
  const message = `refused for ${FULL_TEAM_SECRETS.map((one) => `password=${one}`).join(', ')}`;
  switch (fault) {
    case 'malformed':
      return { kind: 'status', status: 200, body: `<html>${message}</html>` };
    case 'truncated':
    case 'reset':
      return { kind: fault };
    default:
      return {
        kind: 'status',
        status: STATUS[fault],
        body: JSON.stringify({ id: fault, message }),
      };
  }
}

/** As `curl` leaves them: one file a list, and one for each object that is asked about. */
function savedAnswers(): readonly SavedAnswer[] {
  return [...savedSpaces(), ...savedLists()];
}

/** As `aws s3api --endpoint-url` prints them. */
function savedSpaces(): readonly SavedAnswer[] {
  const buckets = FULL_TEAM.spaces?.buckets ?? [];
  const Buckets = buckets.map(({ name }) => ({ Name: name }));
  return [
    saved('fra1/spaces-buckets.json', { Buckets }),
    ...buckets.flatMap(({ name, policy }) =>
      policy === undefined
        ? []
        : [saved(`fra1/spaces-bucket-policy.${name}.json`, { Policy: policy })],
    ),
  ];
}

function savedLists(): readonly SavedAnswer[] {
  return ENDPOINTS.flatMap(({ operation, path, key, objects, isSingle }) =>
    subjectsOf(path).map((id) => {
      const items = objects(FULL_TEAM, id) ?? [];
      const name = id === '' ? key : `${operation}.${id}`;
      return saved(`${name}.json`, { [key]: isSingle === true ? items[0] : items });
    }),
  );
}

function subjectsOf(path: string): readonly string[] {
  const databases = FULL_TEAM.databases ?? [];
  switch (path) {
    case '/vpcs/{id}/members':
      return (FULL_TEAM.vpcs ?? []).map(({ id }) => id);
    case '/byoip_prefixes/{id}/ips':
      return (FULL_TEAM.byoipPrefixes ?? []).map(({ id }) => id);
    case '/databases/{id}/firewall':
      return databases.flatMap(({ id, replicas }) => [
        id,
        ...(replicas ?? []).map((one) => one.id),
      ]);
    case '/databases/{id}/replicas':
    case '/databases/{id}/pools':
      return databases.filter(({ engine }) => engine === undefined).map(({ id }) => id);
    case '/domains/{id}/records':
      return (FULL_TEAM.domains ?? []).map(({ name }) => name);
    default:
      return [''];
  }
}

function saved(name: string, document: unknown): SavedAnswer {
  return { path: `digitalocean/shop/${name}`, text: JSON.stringify(document) };
}
