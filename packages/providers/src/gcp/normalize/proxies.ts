import { type Known, type Listener, type Unknown, unknown } from '@netposture/network/graph';
import { linkKey } from '../link.ts';
import {
  sslPolicies,
  targetGrpcProxies,
  targetHttpProxies,
  targetHttpsProxies,
  targetSslProxies,
  targetTcpProxies,
} from '../operations/compute.ts';
import type { Reading } from './reading.ts';
import { urlMapOf } from './url-maps.ts';

/** What a target proxy does with a connection. */
export interface ProxyFacts {
  readonly application: Listener['application'];
  readonly isApplication: boolean;
  /** URLs of the backend services and buckets behind it. */
  readonly services: readonly string[];
  readonly redirectsToHttps?: Known<boolean>;
  readonly tls?: NonNullable<Listener['tls']>;
  readonly missing?: Unknown;
}

const KINDS = [
  [targetHttpProxies, 'http', true],
  [targetHttpsProxies, 'https', true],
  [targetGrpcProxies, 'http', true],
  [targetTcpProxies, 'tcp', false],
  [targetSslProxies, 'tls', false],
] as const;

/** The proxy that a forwarding rule names; with a gap where it could not be read. */
export function proxyOf(reading: Reading, link: string): ProxyFacts {
  for (const [operation, application, isApplication] of KINDS) {
    const told = reading
      .all(operation)
      .find(({ item }) => linkKey(item.selfLink) === linkKey(link));
    if (told === undefined) continue;
    const { item } = told;
    const map = item.urlMap === undefined ? undefined : urlMapOf(reading, item.urlMap);
    const isUnread = item.urlMap !== undefined && map === undefined;
    const tls =
      application === 'https' || application === 'tls' ? tlsOf(reading, item.sslPolicy) : undefined;
    return {
      application,
      isApplication,
      services: map?.services ?? (item.service === undefined ? [] : [item.service]),
      ...(application === 'http'
        ? { redirectsToHttps: redirects(map?.redirectsToHttps, item.urlMap) }
        : {}),
      ...(tls === undefined ? {} : { tls }),
      ...(isUnread
        ? { missing: unknown(`The URL map ${linkKey(item.urlMap ?? '')} could not be read.`) }
        : {}),
    };
  }
  const missing = unknown(`The target proxy ${linkKey(link)} could not be read.`);
  return { application: 'other', isApplication: false, services: [], missing };
}

function redirects(known: boolean | undefined, map: string | undefined): Known<boolean> {
  return known ?? unknown(`The URL map ${linkKey(map ?? '')} could not be read.`);
}

/** Without a policy a proxy takes TLS 1.0: https://cloud.google.com/load-balancing/docs/ssl-policies-concepts, 2026-11-21. */
function tlsOf(
  reading: Reading,
  policy: string | undefined,
): NonNullable<Listener['tls']> | undefined {
  if (policy === undefined)
    return { policy: 'default (COMPATIBLE)', minimum: 'TLS_1_0', offersTls13: true };
  const told = reading
    .all(sslPolicies)
    .find(({ item }) => linkKey(item.selfLink) === linkKey(policy));
  if (told === undefined) return undefined;
  const { name, minTlsVersion, profile } = told.item;
  return {
    policy: `${name} (${profile ?? 'CUSTOM'})`,
    ...(minTlsVersion === undefined ? {} : { minimum: minTlsVersion }),
  };
}
