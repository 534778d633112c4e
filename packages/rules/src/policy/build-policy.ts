import type { Selector } from '@netposture/network/graph';
import { transportOf } from '@netposture/network/graph';
import { AddressSet, TransportSet } from '@netposture/network/netset';
import { defaultPolicy } from './default-policy.ts';
import type { MatrixEntry, NamedAddresses, Policy, RuleSetting, Waiver } from './policy.ts';
import type { PolicyDocument } from './policy-document.ts';
import { type PolicyFile, portText } from './policy-schema.ts';

type ZonePart = Extract<NonNullable<PolicyFile['zones']>[string], { readonly labels?: unknown }>;

/** The policy that a checked file means. */
export function buildPolicy(document: PolicyDocument, file: PolicyFile): Policy {
  const sets = addressSets(file);
  const named = (names: readonly string[]) =>
    AddressSet.unionOf(names.map((name) => sets.get(name)?.addresses ?? AddressSet.parse(name)));
  return {
    ...defaultPolicy,
    file: document.file,
    preset: file.preset ?? defaultPolicy.preset,
    publicThreshold: file.publicThreshold ?? defaultPolicy.publicThreshold,
    addressSets: sets,
    zones: zones(document, file),
    matrix: matrix(document, file),
    publicEndpoints: (file.publicEndpoints ?? []).map((entry, position) => ({
      names: entry.names ?? [],
      transport: transportOfPorts(entry.ports),
      position: document.position(['publicEndpoints', position]),
      ...(entry.zone === undefined ? {} : { zone: entry.zone }),
    })),
    databaseClients: (file.databaseClients ?? []).map(({ stores, clients }) =>
      stores === undefined ? { clients } : { stores, clients },
    ),
    sensitiveZones: file.sensitiveZones ?? [],
    environments: file.environments ?? [],
    isolation: (file.isolation ?? []).map(({ label }) => label),
    tiers: { public: file.tiers?.public ?? [], private: file.tiers?.private ?? [] },
    bastions: file.bastions ?? [],
    rules: new Map(
      Object.entries(file.rules ?? {}).map(([id, setting]) => [id, ruleSetting(setting)]),
    ),
    waivers: waivers(document, file),
    ...(file.gateways === undefined ? {} : { gateways: gatewaysOf(file.gateways) }),
    ...(file.vpn === undefined ? {} : { vpn: named(file.vpn) }),
    ...(file.egressIdentities === undefined
      ? {}
      : { egressIdentities: named(file.egressIdentities) }),
  };
}

function gatewaysOf({
  names,
  maximum,
}: NonNullable<PolicyFile['gateways']>): NonNullable<Policy['gateways']> {
  return maximum === undefined ? { names } : { names, maximum };
}

function addressSets(file: PolicyFile): ReadonlyMap<string, NamedAddresses> {
  return new Map(
    Object.entries(file.addressSets ?? {}).map(([name, written]) => {
      const { addresses, trusted = true } = Array.isArray(written)
        ? { addresses: written }
        : written;
      return [name, { name, addresses: AddressSet.from(addresses), trusted }];
    }),
  );
}

function zones(document: PolicyDocument, file: PolicyFile): Policy['zones'] {
  const written = file.zones ?? {};
  const selectorOf = (name: string, seen: readonly string[]): Selector => {
    const zone = written[name];
    if (zone === undefined || seen.includes(name)) return { kind: 'any-of', of: [] };
    const parts = Array.isArray(zone) ? zone : [zone];
    const except = (other: string) => selectorOf(other, [...seen, name]);
    const selectors = parts.map((part) => partSelector(part, except));
    const [only] = selectors;
    return only !== undefined && selectors.length === 1 ? only : { kind: 'any-of', of: selectors };
  };
  return new Map(
    Object.keys(written).map((name) => [
      name,
      { name, selector: selectorOf(name, []), position: document.keyPosition(['zones'], name) },
    ]),
  );
}

/** All that a part says must hold; a part that says nothing names everything. */
function partSelector(part: ZonePart, zone: (name: string) => Selector): Selector {
  const of: Selector[] = [];
  if (part.labels !== undefined) {
    const match = Object.entries(part.labels).map(([key, value]) => {
      const values = typeof value === 'string' ? [value] : value;
      return values.includes('*')
        ? ({ key, operator: 'exists', values: [] } as const)
        : ({ key, operator: 'in', values } as const);
    });
    of.push({ kind: 'labels', match });
  }
  if (part.accounts !== undefined) of.push({ kind: 'accounts', accounts: part.accounts });
  if (part.kinds !== undefined) of.push({ kind: 'kinds', kinds: part.kinds });
  if (part.names !== undefined) of.push({ kind: 'names', patterns: part.names });
  if (part.resources !== undefined) of.push({ kind: 'names', patterns: part.resources });
  if (part.addresses !== undefined)
    of.push({ kind: 'addresses', set: AddressSet.from(part.addresses) });
  if (part.except !== undefined) of.push({ kind: 'none-of', of: part.except.map(zone) });
  const [only] = of;
  return only !== undefined && of.length === 1 ? only : { kind: 'all-of', of };
}

function matrix(document: PolicyDocument, file: PolicyFile): readonly MatrixEntry[] {
  return (file.segmentation ?? []).flatMap((entry, position) =>
    listOf(entry.from).flatMap((from) =>
      listOf(entry.to).map(
        (to): MatrixEntry => ({
          from,
          to,
          require: (entry.require ?? []).map((ports) => transportOf(portText(ports))),
          position: document.position(['segmentation', position]),
          ...(entry.allow === undefined ? {} : { allow: transportOfPorts(entry.allow) }),
        }),
      ),
    ),
  );
}

function waivers(document: PolicyDocument, file: PolicyFile): readonly Waiver[] {
  return (file.waivers ?? []).map(
    ({ finding, rule, subject, ticket, accepts, ...rest }, position) => ({
      ...rest,
      position: document.position(['waivers', position]),
      ...(finding === undefined ? {} : { finding }),
      ...(rule === undefined ? {} : { rule }),
      ...(subject === undefined ? {} : { subject }),
      ...(ticket === undefined ? {} : { ticket }),
      ...(accepts === undefined
        ? {}
        : {
            accepts: accepts.map(({ sources, ports }) => ({
              sources: sources === undefined ? AddressSet.all : AddressSet.from(sources),
              transport: ports === undefined ? TransportSet.all : transportOfPorts(ports),
            })),
          }),
    }),
  );
}

function ruleSetting(setting: NonNullable<PolicyFile['rules']>[string]): RuleSetting {
  if (setting === 'off') return { enabled: false, parameters: {} };
  if (typeof setting === 'string') return { enabled: true, severity: setting, parameters: {} };
  const { enabled = true, severity, parameters = {} } = setting;
  return severity === undefined ? { enabled, parameters } : { enabled, severity, parameters };
}

function transportOfPorts(ports: readonly (string | number)[]): TransportSet {
  return TransportSet.unionOf(ports.map((port) => transportOf(portText(port))));
}

function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}
