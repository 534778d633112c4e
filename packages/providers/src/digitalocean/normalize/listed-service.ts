import type { Service, ServiceKind } from '@netposture/network/graph';
import { unknown } from '@netposture/network/graph';
import { internetIpv4, TransportSet } from '@netposture/network/netset';
import type { Operation } from '../../operation.ts';
import {
  CDN_ENDPOINTS,
  DEDICATED_INFERENCES,
  FUNCTION_NAMESPACES,
  NFS_SHARES,
  SPACES_KEYS,
  VECTOR_DATABASES,
} from '../operations/inventory.ts';
import { APPS } from '../operations/service.ts';
import { SPACES_BUCKET_ACL, SPACES_BUCKETS } from '../operations/spaces.ts';
import { routeTableOf } from './network.ts';
import type { Team } from './team.ts';

/** The grantee that stands for everybody, in the words of S3. */
const EVERYBODY = 'http://acs.amazonaws.com/groups/global/AllUsers';

/** Something that is there, and of which nobody here knows who reaches it. */
interface Listed {
  readonly operation: Operation;
  readonly nativeId: string;
  readonly name: string;
  readonly serviceKind: ServiceKind;
  readonly engine: string;
  readonly region?: string | null | undefined;
  readonly hostname?: string | null | undefined;
  /** Its access list opens it to whoever comes. */
  readonly isOpenToEverybody?: boolean;
  /** It answers in this VPC only. */
  readonly vpc?: string;
}

/** Everything that is listed and not judged: every answer about it is undetermined, never clean. */
export function addListedServices(team: Team): void {
  for (const listed of listedIn(team)) add(listed, team);
}

function listedIn(team: Team): readonly Listed[] {
  const { answers } = team;
  return [
    ...bucketsOf(team),
    ...answers.to(APPS).items.map((app) => ({
      operation: APPS,
      nativeId: app.id,
      name: app.spec?.name ?? app.id,
      serviceKind: 'other' as const,
      engine: 'app-platform',
      hostname: hostIn(app.live_url ?? app.default_ingress),
    })),
    ...answers.to(FUNCTION_NAMESPACES).items.map((one) => ({
      operation: FUNCTION_NAMESPACES,
      nativeId: one.namespace,
      name: one.label ?? one.namespace,
      serviceKind: 'function' as const,
      engine: 'functions',
      region: one.region,
      hostname: hostIn(one.api_host),
    })),
    ...answers.to(VECTOR_DATABASES).items.map((one) => ({
      operation: VECTOR_DATABASES,
      nativeId: one.id,
      name: one.name ?? one.id,
      serviceKind: 'database' as const,
      engine: 'weaviate',
      region: one.region,
      hostname: hostIn(one.endpoints?.http),
    })),
    ...answers.to(DEDICATED_INFERENCES).items.map((one) => ({
      operation: DEDICATED_INFERENCES,
      nativeId: one.id,
      name: one.spec?.name ?? one.id,
      serviceKind: 'other' as const,
      engine: 'dedicated-inference',
      region: one.region,
      ...(one.spec?.enable_public_endpoint === false && one.vpc_uuid ? { vpc: one.vpc_uuid } : {}),
    })),
    ...answers.to(CDN_ENDPOINTS).items.map((one) => ({
      operation: CDN_ENDPOINTS,
      nativeId: one.id,
      name: one.custom_domain || (one.endpoint ?? one.origin),
      serviceKind: 'other' as const,
      engine: 'cdn',
      hostname: one.endpoint,
    })),
    ...answers.to(NFS_SHARES).items.flatMap((one) =>
      (one.vpc_ids ?? []).slice(0, 1).map((vpc) => ({
        operation: NFS_SHARES,
        nativeId: one.id,
        name: one.name,
        serviceKind: 'file-store' as const,
        engine: 'nfs',
        region: one.region,
        vpc,
      })),
    ),
  ];
}

/** Buckets that a Spaces key lists, and those that the team's keys name. */
function bucketsOf({ answers }: Team): readonly Listed[] {
  const listed = answers.to(SPACES_BUCKETS).items.map(({ Name }) => Name);
  const named = answers
    .to(SPACES_KEYS)
    .items.flatMap(({ grants }) => (grants ?? []).map(({ bucket }) => bucket))
    .filter((bucket) => bucket !== '' && !listed.includes(bucket));
  const isListed = new Set(listed);
  return [...isListed, ...new Set(named)].sort().map((bucket) => ({
    operation: isListed.has(bucket) ? SPACES_BUCKETS : SPACES_KEYS,
    nativeId: `bucket-${bucket}`,
    name: bucket,
    serviceKind: 'object-store',
    engine: 'spaces',
    isOpenToEverybody: answers
      .to(SPACES_BUCKET_ACL, bucket)
      .items.some(({ Grants }) => (Grants ?? []).some((grant) => grant.Grantee?.URI === EVERYBODY)),
  }));
}

function add(listed: Listed, team: Team): void {
  const { names, records } = team;
  const { operation, nativeId, name, serviceKind, engine, vpc } = listed;
  const location = listed.region ?? undefined;
  const owner = names.id('service', nativeId);
  const card = names.id('interface', `listed-${nativeId}`);
  records.add({
    kind: 'interface',
    id: card,
    name: `${name}/${vpc === undefined ? 'public' : 'private'}`,
    provenance: names.provenance(operation, `listed-${nativeId}`, location),
    network: vpc === undefined ? names.publicSpace() : team.networkId(vpc, nativeId),
    ...(vpc === undefined ? {} : { routeTable: routeTableOf(vpc, { isPrivate: false }, team) }),
    addresses:
      vpc === undefined
        ? [{ inside: internetIpv4, plane: 'public', exact: false }]
        : [{ inside: team.rangeOf(vpc), plane: 'private', exact: false }],
    layers: [],
    owner,
    isPrimary: true,
    forwards: false,
  });
  const service: Service = {
    kind: 'service',
    id: owner,
    name,
    provenance: names.provenance(operation, nativeId, location),
    serviceKind,
    engine,
    state: 'running',
    endpoints: [
      {
        name: vpc === undefined ? 'public' : 'private',
        interfaces: [card],
        ...(listed.hostname ? { hostname: listed.hostname } : {}),
        listens: TransportSet.tcp(),
        authentication:
          listed.isOpenToEverybody === true
            ? 'none'
            : unknown('It is listed, and how it asks who comes is not modelled.'),
      },
    ],
    inventoryOnly: 'It is listed; who reaches it is not modelled.',
  };
  records.add(service);
}

/** The host in an address, with or without a scheme. */
function hostIn(text: string | null | undefined): string | undefined {
  return /^(?:https?:\/\/)?([\w.-]+)/.exec(text ?? '')?.[1];
}
