import {
  type FilterLayer,
  type Known,
  type ResourceId,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import { armorOf } from './armor.ts';
import type { BackendFinder } from './backends.ts';
import type { Draft } from './draft.ts';

/** What stands before the backends of a balancer. */
export interface Guard {
  readonly hasFilter: Known<boolean>;
  readonly webFilter: Known<'attached' | 'preview-only' | 'none'>;
  readonly identityGate: boolean;
  /** A policy that all backend services share: it filters at the front. */
  readonly shared?: ResourceId;
  /** Policies differ between backend services, so that none stands for the whole balancer. */
  readonly mixed?: Unknown;
}

/** Reads the policies and gates of the backend services of one balancer. */
export function guardOf(draft: Draft, services: readonly string[], finder: BackendFinder): Guard {
  const told = services.map((link) => finder.service(link));
  const identityGate =
    told.length > 0 && told.every((service) => service?.item.iap?.enabled === true);
  const read = told.filter((service) => service !== undefined);
  const links = [...new Set(read.map(({ item }) => item.securityPolicy ?? ''))];
  const isUnread = services.some(
    (link, index) => link !== '' && told[index] === undefined && !link.includes('/backendBuckets/'),
  );
  if (isUnread) {
    const cause = unknown('Not every backend service of this balancer could be read.');
    return { hasFilter: cause, webFilter: cause, identityGate };
  }
  const named = links.filter((link) => link !== '');
  if (named.length === 0) return { hasFilter: false, webFilter: 'none', identityGate };
  const facts = named.map((link) => armorOf(draft, link));
  const [only] = facts;
  if (facts.some((one) => one.state === 'unread')) {
    const cause = unknown('The Cloud Armor policy of this balancer could not be read.');
    return { hasFilter: cause, webFilter: cause, identityGate, mixed: cause };
  }
  const webFilter = facts.every((one) => one.state === 'preview-only')
    ? 'preview-only'
    : 'attached';
  if (links.length === 1 && only?.filter !== undefined) {
    return { hasFilter: true, webFilter, identityGate, shared: only.filter };
  }
  const mixed = unknown('Its backend services have different Cloud Armor policies.');
  return { hasFilter: true, webFilter, identityGate, mixed };
}

/** The layer of a Cloud Armor policy. */
export function armorLayer(filter: ResourceId): FilterLayer {
  const allow = { ingress: 'allow', egress: 'allow' } as const;
  return {
    kind: 'layer',
    combine: 'pool',
    attachments: [{ filter, enforcement: 'enforced' }],
    whenNone: allow,
    atEnd: allow,
  };
}
