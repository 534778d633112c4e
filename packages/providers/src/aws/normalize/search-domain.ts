import { PortSet, TransportSet } from '@netposture/network/netset';
import type { SearchDomain } from '../schema/data-store.ts';
import { meaningOfPolicy } from './access-policy.ts';
import { admissionFilter, layerOf } from './admission.ts';
import { cardsByDescription } from './card-index.ts';
import { inventoryService } from './inventory.ts';
import { managedInterfaces, publicInterface } from './managed-interface.ts';
import type { Scope } from './scope.ts';

/** OpenSearch and Elasticsearch domains. One without a network has a public endpoint, guarded by its policy alone. */
export function normalizeSearchDomains(scope: Scope): void {
  const described = new Set<string>();
  for (const subject of scope.readings.subjects('DescribeDomains', scope)) {
    for (const domain of scope.read('DescribeDomains', subject).items) {
      described.add(domain.DomainName);
      if (domain.Deleted !== true) addDomain(scope, domain);
    }
  }
  for (const { DomainName: name } of scope.read('ListDomainNames').items) {
    if (described.has(name)) continue;
    const { cause } = scope.read('DescribeDomains', name);
    inventoryService(scope, {
      operation: 'ListDomainNames',
      nativeId: `opensearch/${name}`,
      name,
      serviceKind: 'search',
      engine: 'opensearch',
      reason: cause?.reason ?? `The settings of ${name} were not in the answer.`,
    });
  }
}

function addDomain(scope: Scope, domain: SearchDomain): void {
  const name = domain.DomainName;
  const nativeId = `opensearch/${name}`;
  const id = scope.announce('service', nativeId);
  const vpc = domain.VPCOptions;
  const isPublic = vpc?.VPCId === undefined && (vpc?.SubnetIds ?? []).length === 0;
  const enforced = domain.DomainEndpointOptions?.EnforceHTTPS === true;
  const listens = TransportSet.tcp(enforced ? PortSet.of(443) : PortSet.of(80, 443));
  const security = domain.AdvancedSecurityOptions;
  const fineGrained = security?.Enabled === true && security.AnonymousAuthEnabled !== true;
  const { authentication, anonymousFrom } = meaningOfPolicy(domain.AccessPolicies, fineGrained);
  const admission =
    anonymousFrom === undefined
      ? undefined
      : admissionFilter(scope, {
          operation: 'DescribeDomains',
          nativeId: `${nativeId}/access-policy`,
          name: `access policy of ${name}`,
          nativeKind: 'access policy',
          cidrs: anonymousFrom,
          transport: listens,
        });
  const layers = admission === undefined ? [] : [layerOf(admission)];
  const interfaces = isPublic
    ? [
        publicInterface(scope, {
          operation: 'DescribeDomains',
          nativeId,
          owner: id,
          layers,
          ipv6: domain.IPAddressType === 'dualstack',
        }),
      ]
    : managedInterfaces(scope, {
        operation: 'DescribeDomains',
        nativeId,
        owner: id,
        groups: vpc?.SecurityGroupIds ?? [],
        subnets: vpc?.SubnetIds ?? [],
        network: vpc?.VPCId,
        standsIn: 'each',
        cards: cardsByDescription(scope, `ES ${name}`),
        isPublic: false,
      });
  scope.draft.add({
    kind: 'service',
    id,
    name,
    provenance: scope.provenance('DescribeDomains', name, { uri: domain.ARN }),
    serviceKind: 'search',
    engine: domain.EngineVersion ?? 'opensearch',
    state: 'running',
    publicSwitch: isPublic,
    endpoints: [
      {
        name: isPublic ? 'public' : 'private',
        interfaces,
        ...(domain.Endpoint === undefined ? {} : { hostname: domain.Endpoint }),
        listens,
        authentication,
        tls: enforced ? 'required' : 'optional',
        ...(admission === undefined || !isPublic ? {} : { admission }),
      },
    ],
    failoverSubnets: [],
  });
}
