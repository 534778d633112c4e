import { providerId } from '@netposture/network/graph';
import { z } from 'zod';
import { isJsonObject, type JsonValue } from '../json.ts';
import type { Operation } from '../operation.ts';
import type { ReadingProvider } from './recognise.ts';

function has(item: JsonValue, name: string): boolean {
  return isJsonObject(item) && name in item;
}

function operation(id: string, more: Partial<Operation> = {}): Operation {
  return {
    id,
    reads: `the ${id}`,
    permissions: [],
    need: 'optional',
    depth: 'modelled',
    scope: 'global',
    paging: 'none',
    feeds: [],
    secretPaths: [],
    item: z.object({ id: z.string() }),
    nativeId: (item) =>
      isJsonObject(item) && typeof item['id'] === 'string' ? item['id'] : undefined,
    source: 'https://example.com',
    ...more,
  };
}

/** Regional, tells its account by an owner in each item, and pages by a token. */
export const north: ReadingProvider = {
  id: providerId('north'),
  title: 'North',
  operations: [
    operation('ListSubnets', { need: 'essential', scope: 'regional' }),
    operation('ListCards', { need: 'essential', scope: 'regional', satisfiedBy: ['ListHosts'] }),
    operation('ListHosts', { scope: 'regional' }),
    operation('ListFirewalls', { scope: 'regional' }),
    operation('ListGateways', { scope: 'regional' }),
    operation('GetEntries', { scope: 'regional', perSubject: 'prefix list' }),
    operation('ListTunnels', { scope: 'regional', secretPaths: ['Options[].Key'] }),
  ],
  recogniser: {
    answers: [
      {
        operation: 'ListSubnets',
        outline: { key: 'Subnets' },
        matches: (item) => has(item, 'cidr'),
      },
      {
        operation: 'ListGateways',
        outline: { key: 'gateways' },
        matches: (item) => has(item, 'id'),
        matchesEmpty: (document) => document['kind'] === 'north#gateways',
      },
      { operation: 'ListCards', outline: { key: 'Cards' }, matches: (item) => has(item, 'id') },
      { operation: 'ListHosts', outline: { key: 'Hosts' }, matches: (item) => has(item, 'id') },
      {
        operation: 'ListFirewalls',
        outline: { key: 'firewalls' },
        matches: (item) => has(item, 'arn'),
      },
      {
        operation: 'GetEntries',
        outline: { key: 'Entries' },
        matches: (item) => has(item, 'cidr'),
      },
      { operation: 'ListTunnels', outline: { key: 'Tunnels' }, matches: (item) => has(item, 'id') },
    ],
    folders: { account: /^\d{4}$/, location: /^[a-z]+-\d$/ },
    locate: (_, items) => {
      const first = items[0];
      const text = (name: string) =>
        isJsonObject(first) && typeof first[name] === 'string' ? { [name]: first[name] } : {};
      return { ...text('account'), ...text('location') };
    },
    continuation: (document) => ({ more: typeof document['NextToken'] === 'string' }),
  },
};

/** Global only, tells nothing, counts its lists, and shares a key with north. */
export const south: ReadingProvider = {
  id: providerId('south'),
  title: 'South',
  operations: [
    operation('servers', { need: 'essential' }),
    operation('firewalls'),
    operation('rules', { perSubject: 'database' }),
  ],
  recogniser: {
    answers: [
      { operation: 'servers', outline: { key: 'servers' }, matches: (item) => has(item, 'id') },
      { operation: 'servers', outline: 'array', matches: (item) => has(item, 'serverLink') },
      {
        operation: 'firewalls',
        outline: { key: 'firewalls' },
        matches: (item) => has(item, 'rules'),
      },
      { operation: 'rules', outline: { key: 'rules' }, matches: (item) => has(item, 'uuid') },
    ],
    locate: () => ({}),
    continuation: (document) => {
      const meta = document['meta'];
      const total = isJsonObject(meta) ? meta['total'] : undefined;
      return { more: false, ...(typeof total === 'number' ? { total } : {}) };
    },
  },
};
