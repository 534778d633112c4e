import { linkKey } from '../link.ts';
import { urlMaps } from '../operations/compute.ts';
import type { UrlMapItem } from '../schema/balancer.ts';
import type { Reading } from './reading.ts';

/** What a URL map sends where. */
export interface UrlMapFacts {
  /** URLs of the backend services and buckets that it names anywhere. */
  readonly services: readonly string[];
  /** Every request is redirected to HTTPS. */
  readonly redirectsToHttps: boolean;
}

/** The backends that a URL map may send to; `undefined` where it was not read. */
export function urlMapOf(reading: Reading, link: string): UrlMapFacts | undefined {
  const told = reading.all(urlMaps).find(({ item }) => linkKey(item.selfLink) === linkKey(link));
  if (told === undefined) return undefined;
  const { item } = told;
  const services = new Set<string>();
  const weighted = (action: UrlMapItem['defaultRouteAction']) =>
    (action?.weightedBackendServices ?? []).map((one) => one.backendService);
  for (const part of [item, ...(item.pathMatchers ?? [])]) {
    for (const service of [part.defaultService, ...weighted(part.defaultRouteAction)]) {
      if (service !== undefined) services.add(service);
    }
  }
  for (const matcher of item.pathMatchers ?? []) {
    for (const rule of [...(matcher.pathRules ?? []), ...(matcher.routeRules ?? [])]) {
      for (const service of [rule.service, ...weighted(rule.routeAction)]) {
        if (service !== undefined) services.add(service);
      }
    }
  }
  const redirects = [
    item.defaultUrlRedirect,
    ...(item.pathMatchers ?? []).map((one) => one.defaultUrlRedirect),
  ];
  return {
    services: [...services].sort(),
    redirectsToHttps: services.size === 0 && redirects.some((one) => one?.httpsRedirect === true),
  };
}
