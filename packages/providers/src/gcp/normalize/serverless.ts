import {
  type AuthenticationGate,
  type Known,
  type ResourceId,
  type Service,
  type ServiceEndpoint,
  unknown,
} from '@netposture/network/graph';
import { PortSet, TransportSet } from '@netposture/network/netset';
import {
  bucketAccess,
  buckets,
  functions,
  runAccess,
  runServices,
} from '../operations/services.ts';
import type { BucketItem, RunItem } from '../schema/service.ts';
import type { Draft } from './draft.ts';
import { idOf, provenanceOf } from './ids.ts';
import type { Reading, Told } from './reading.ts';
import { addAdmission, addPublicCard, oneFilter, type ServicePlace } from './service-endpoint.ts';

const HTTPS = TransportSet.tcp(PortSet.of(443));

/** Makes services for Cloud Run, Cloud Functions and Cloud Storage; gives the interfaces of Cloud Run by `region/name`. */
export function addServerless(draft: Draft): ReadonlyMap<string, ResourceId> {
  const cards = new Map<string, ResourceId>();
  for (const told of draft.reading.all(runServices)) {
    const [, , , location = 'global', , name = told.item.name] = told.item.name.split('/');
    cards.set(`${location}/${name}`, addRunService(draft, told, location, name));
  }
  for (const told of draft.reading.all(functions)) {
    const [, , , location = 'global', , name = told.item.name] = told.item.name.split('/');
    const place = placeOf(told, location, `functions/${name}`, name);
    const endpoint: ServiceEndpoint = {
      name: 'public',
      interfaces: [addPublicCard(draft, place, 'function', undefined, [])],
      listens: HTTPS,
      authentication: unknown('Who may invoke the function was not read.'),
      tls: 'required',
    };
    addService(draft, place, told.item.labels, {
      serviceKind: 'function',
      engine: 'cloud-functions',
      state:
        told.item.state === 'ACTIVE' || told.item.state === undefined
          ? 'running'
          : unknown(`The function is in the state ${told.item.state}.`),
      endpoints: [endpoint],
      inventoryOnly: 'Cloud Functions are listed, and who reaches them is not modelled.',
    });
  }
  for (const told of draft.reading.all(buckets)) addBucket(draft, told);
  return cards;
}

/** https://cloud.google.com/run/docs/securing/ingress, 2026-11-21. */
function addRunService(
  draft: Draft,
  told: Told<RunItem>,
  location: string,
  name: string,
): ResourceId {
  const { item } = told;
  const place = placeOf(told, location, `run/${name}`, name);
  const isOpen = item.ingress === 'INGRESS_TRAFFIC_ALL' && item.defaultUriDisabled !== true;
  const isInternal =
    item.ingress === 'INGRESS_TRAFFIC_INTERNAL_ONLY' ||
    item.ingress === 'INGRESS_TRAFFIC_NONE' ||
    item.ingress === 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER';
  const isKnown = isInternal || item.ingress === 'INGRESS_TRAFFIC_ALL';
  const layers = isOpen
    ? []
    : isKnown
      ? [oneFilter(addAdmission(draft, place, 'ingress setting', []))]
      : [unknown('The ingress setting of the service is not told.')];
  const card = addPublicCard(draft, place, 'service', undefined, layers);
  const gate =
    item.invokerIamDisabled === true
      ? 'none'
      : invokerGate(draft.reading, told.account, location, name);
  addService(draft, place, item.labels, {
    serviceKind: 'function',
    engine: 'cloud-run',
    state: 'running',
    publicSwitch: isOpen,
    endpoints: [
      {
        name: 'public',
        interfaces: [card],
        ...(item.uri === undefined ? {} : { hostname: item.uri.replace(/^https:\/\//, '') }),
        listens: HTTPS,
        authentication: gate,
        tls: 'required',
      },
    ],
    // Inside traffic and balancers have ways of their own to the service.
    ...(isOpen
      ? {}
      : {
          inventoryOnly:
            'Who reaches a Cloud Run service from inside or through a balancer is not modelled.',
        }),
  });
  return card;
}

function invokerGate(
  reading: Reading,
  account: string,
  location: string,
  name: string,
): Known<AuthenticationGate> {
  const standing = reading.standing(runAccess, account, location, name);
  if (standing.kind !== 'read') {
    return standing.kind === 'gap'
      ? standing.cause
      : unknown('Who may invoke the service was not read.', standing.key);
  }
  const [told] = reading.of(runAccess, account, location, name);
  const members = (told?.item.bindings ?? [])
    .filter(({ role }) => /invoker|admin/i.test(role))
    .flatMap((one) => one.members ?? []);
  return members.includes('allUsers') ? 'none' : 'iam';
}

/** A bucket answers everybody at Google's address; whether anonymously is a matter of its policy. */
function addBucket(draft: Draft, told: Told<BucketItem>): void {
  const { item, account } = told;
  const location = (item.location ?? 'global').toLowerCase();
  const place = placeOf(told, location, `buckets/${item.name}`, item.name);
  const endpoint: ServiceEndpoint = {
    name: 'public',
    interfaces: [addPublicCard(draft, place, 'bucket', undefined, [])],
    hostname: `${item.name}.storage.googleapis.com`,
    listens: HTTPS,
    authentication: bucketGate(draft.reading, account, item),
    tls: 'optional',
  };
  addService(draft, place, item.labels, {
    serviceKind: 'object-store',
    engine: 'cloud-storage',
    state: 'running',
    endpoints: [endpoint],
  });
}

function bucketGate(
  reading: Reading,
  account: string,
  item: BucketItem,
): Known<AuthenticationGate> {
  if (item.iamConfiguration?.publicAccessPrevention === 'enforced') return 'iam';
  const standing = reading.standing(bucketAccess, account, 'global', item.name);
  if (standing.kind !== 'read') {
    return standing.kind === 'gap'
      ? standing.cause
      : unknown('Who may read the bucket was not read.', standing.key);
  }
  const [told] = reading.of(bucketAccess, account, 'global', item.name);
  const members = (told?.item.bindings ?? []).flatMap((one) => one.members ?? []);
  if (members.includes('allUsers')) return 'none';
  if (item.iamConfiguration?.uniformBucketLevelAccess?.enabled === true) return 'iam';
  return unknown('Objects of the bucket may have access lists of their own, which are not read.');
}

function placeOf(
  told: Told<unknown>,
  location: string,
  nativeId: string,
  name: string,
): ServicePlace {
  return {
    told,
    id: idOf('service', told.account, location, nativeId),
    account: told.account,
    location,
    name,
  };
}

function addService(
  draft: Draft,
  place: ServicePlace,
  labels: Readonly<Record<string, string>> | undefined,
  given: Pick<
    Service,
    'serviceKind' | 'engine' | 'state' | 'publicSwitch' | 'endpoints' | 'inventoryOnly'
  >,
): void {
  draft.add({
    kind: 'service',
    id: place.id,
    name: place.name,
    provenance: provenanceOf(place.told, { location: place.location, nativeId: place.name }),
    ...(labels === undefined ? {} : { labels }),
    ...given,
  });
}
