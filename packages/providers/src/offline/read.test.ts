import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { coverageOfFileGap } from './file-gap.ts';
import { type ReadOptions, readObservations } from './read.ts';
import { north, south } from './readers.testkit.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'netposture-read-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function put(path: string, content: unknown): Promise<void> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  const isText = typeof content === 'string' || content instanceof Uint8Array;
  await writeFile(file, isText ? content : JSON.stringify(content));
}

async function read(options: Partial<ReadOptions> = {}) {
  const { observations, gaps } = await readObservations(folder, {
    providers: [north, south],
    ...options,
  });
  return {
    gaps,
    given: observations.filter(({ pages }) => pages > 0),
    missing: observations.filter(({ pages }) => pages === 0),
  };
}

const SUBNET = { id: 's-1', cidr: '10.0.0.0/24' };

describe('recognising', () => {
  it('knows an answer by its key and the look of its first item, whatever the file is called', async () => {
    await put('north/1234/eu-1/anything.txt', { Subnets: [SUBNET] });

    const { given, gaps } = await read();

    expect(gaps).toEqual([]);
    expect(given).toMatchObject([
      {
        provider: 'north',
        account: '1234',
        location: 'eu-1',
        operation: 'ListSubnets',
        outcome: 'complete',
        items: [SUBNET],
      },
    ]);
  });

  it('settles a shared key by the look of the items', async () => {
    await put('a.json', { firewalls: [{ id: 'f', rules: [] }] });
    await put('b.json', { firewalls: [{ id: 'g', arn: 'x' }] });

    const { given } = await read();

    expect(given.map(({ operation }) => operation)).toEqual(['ListFirewalls', 'firewalls']);
  });

  it('settles an empty list of a shared key by the provider’s folder', async () => {
    await put('south/team/x.json', { firewalls: [] });

    expect((await read()).given).toMatchObject([
      { provider: 'south', account: 'team', operation: 'firewalls' },
    ]);
  });

  it('names an empty list of a shared key as ambiguous elsewhere', async () => {
    await put('x.json', { firewalls: [] });

    const { given, gaps } = await read();

    expect(given).toEqual([]);
    expect(gaps).toMatchObject([{ kind: 'ambiguous', path: 'x.json' }]);
    expect(gaps[0]?.message).toContain('North ListFirewalls, South firewalls');
  });

  it('takes every answer that one file holds', async () => {
    await put('north/1234/eu-1/all.json', { Subnets: [SUBNET], Cards: [{ id: 'c' }] });

    expect((await read()).given.map(({ operation }) => operation)).toEqual([
      'ListCards',
      'ListSubnets',
    ]);
  });

  it('asks the document around an empty list, where that tells', async () => {
    await put('a.json', { gateways: [], kind: 'north#gateways' });
    await put('b.json', { gateways: [], kind: 'other#gateways' });

    const { given, gaps } = await read();

    expect(given.map(({ operation }) => operation)).toEqual(['ListGateways']);
    expect(gaps.filter(({ kind }) => kind === 'unrecognised').map(({ path }) => path)).toEqual([
      'b.json',
    ]);
  });

  it('takes bare arrays', async () => {
    await put('south/team/servers.json', [{ id: '1', serverLink: 'x' }]);

    expect((await read()).given).toMatchObject([{ operation: 'servers', items: [{ id: '1' }] }]);
  });

  it('takes the subject of an answer that does not tell it from the file’s name', async () => {
    await put('north/1234/eu-1/get-entries.pl-0a.json', { Entries: [{ cidr: '10.0.0.0/8' }] });

    expect((await read()).given).toMatchObject([{ operation: 'GetEntries', subject: 'pl-0a' }]);
  });

  it('names an answer about one object that nothing names', async () => {
    await put('north/1234/eu-1/entries.json', { Entries: [{ cidr: '10.0.0.0/8' }] });

    const { given, gaps } = await read();

    expect(given).toEqual([]);
    expect(gaps).toMatchObject([{ kind: 'no-subject', path: 'north/1234/eu-1/entries.json' }]);
  });

  it('drops secrets before anything else sees them', async () => {
    await put('north/1234/eu-1/t.json', { Tunnels: [{ id: 't', Options: [{ Key: 'PSK' }] }] });

    expect((await read()).given[0]?.items).toEqual([{ id: 't', Options: [{}] }]);
  });
});

describe('account and location', () => {
  it('come from account folders of the right look, without a provider’s folder', async () => {
    await put('dump/1234/eu-1/s.json', { Subnets: [SUBNET] });

    expect((await read()).given).toMatchObject([{ account: '1234', location: 'eu-1' }]);
  });

  it('do not take a folder by service for a location', async () => {
    await put('north/1234/storage/s.json', { Subnets: [{ ...SUBNET, location: 'us-2' }] });

    expect((await read()).given).toMatchObject([{ account: '1234', location: 'us-2' }]);
  });

  it('come from inside the answer where the folder is silent', async () => {
    await put('s.json', { Subnets: [{ ...SUBNET, account: '9999', location: 'us-2' }] });

    expect((await read()).given).toMatchObject([{ account: '9999', location: 'us-2' }]);
  });

  it('come from the other answers of the folder where an answer is silent itself', async () => {
    await put('s.json', { Subnets: [{ ...SUBNET, account: '9999', location: 'us-2' }] });
    await put('c.json', { Cards: [{ id: 'c' }] });

    const { given, gaps } = await read();

    expect(given.map(({ account, location }) => [account, location])).toEqual([
      ['9999', 'us-2'],
      ['9999', 'us-2'],
    ]);
    expect(gaps).toEqual([]);
  });

  it('are unknown where the others disagree, which is said once per provider', async () => {
    await put('a.json', { Subnets: [{ ...SUBNET, account: '1111', location: 'us-2' }] });
    await put('b.json', { Hosts: [{ id: 'h', account: '2222', location: 'us-2' }] });
    await put('c.json', { Cards: [{ id: 'c' }] });
    await put('d.json', { Tunnels: [{ id: 't' }] });

    const { given, gaps } = await read();

    expect(given.filter(({ account }) => account === 'unknown')).toHaveLength(2);
    expect(gaps).toMatchObject([{ kind: 'unknown-scope', path: 'c.json' }]);
  });
});

describe('what no file holds', () => {
  it('is a gap when essential and assumed absent when optional', async () => {
    await put('north/1234/eu-1/s.json', { Subnets: [SUBNET] });

    const outcomes = (await read()).missing.map(({ operation, outcome }) => [operation, outcome]);

    expect(outcomes).toEqual([
      ['ListCards', 'failed'],
      ['ListFirewalls', 'assumed-absent'],
      ['ListGateways', 'assumed-absent'],
      ['ListHosts', 'assumed-absent'],
      ['ListTunnels', 'assumed-absent'],
    ]);
  });

  it('is assumed absent when another answer does as well', async () => {
    await put('north/1234/eu-1/h.json', { Hosts: [{ id: 'h' }] });

    const cards = (await read()).missing.find(({ operation }) => operation === 'ListCards');

    expect(cards?.outcome).toBe('assumed-absent');
    expect(cards?.message).toContain('what ListHosts tells is taken for all there is');
  });

  it('is always a gap when strict', async () => {
    await put('north/1234/eu-1/s.json', { Subnets: [SUBNET] });

    const outcomes = new Set((await read({ strict: true })).missing.map(({ outcome }) => outcome));

    expect([...outcomes]).toEqual(['failed']);
  });

  it('is said for every location of an account', async () => {
    await put('north/1234/eu-1/s.json', { Subnets: [SUBNET] });
    await put('north/1234/us-1/c.json', { Cards: [{ id: 'c' }] });

    const essential = (await read()).missing.filter(({ outcome }) => outcome === 'failed');

    expect(essential.map(({ location, operation }) => [location, operation])).toEqual([
      ['eu-1', 'ListCards'],
      ['us-1', 'ListSubnets'],
    ]);
  });

  it('is not said of a cloud of which there is no file at all', async () => {
    await put('south/team/s.json', { servers: [] });

    expect((await read()).missing.map(({ provider }) => provider)).toEqual(['south']);
  });
});

describe('lists in several files', () => {
  it('are put together when their own count proves that all pages are there', async () => {
    await put('south/team/p1.json', { servers: [{ id: '1' }, { id: '2' }], meta: { total: 3 } });
    await put('south/team/p2.json', { servers: [{ id: '3' }], meta: { total: 3 } });

    expect((await read()).given).toMatchObject([
      { outcome: 'complete', pages: 2, items: [{ id: '1' }, { id: '2' }, { id: '3' }] },
    ]);
  });

  it('are partial when the count says that a page is missing', async () => {
    await put('south/team/p1.json', { servers: [{ id: '1' }], meta: { total: 3 } });

    expect((await read()).given).toMatchObject([
      {
        outcome: 'partial',
        message: 'The list has 3 items by its own count, and the files hold 1.',
      },
    ]);
  });

  it('are partial when a page names a further one', async () => {
    await put('north/1234/eu-1/s.json', { Subnets: [SUBNET], NextToken: 'x' });

    expect((await read()).given).toMatchObject([{ outcome: 'partial' }]);
  });

  it('count an item once that occurs twice', async () => {
    await put('south/team/a.json', { servers: [{ id: '1', x: 1 }] });
    await put('south/team/b.json', { servers: [{ x: 1, id: '1' }] });

    expect((await read()).given).toMatchObject([
      { outcome: 'complete', items: [{ id: '1', x: 1 }] },
    ]);
  });

  it('are partial, and say which file, when two disagree on one object', async () => {
    await put('south/team/a.json', { servers: [{ id: '1', x: 1 }] });
    await put('south/team/b.json', { servers: [{ id: '1', x: 2 }] });

    const { given, gaps } = await read();

    expect(given).toMatchObject([{ outcome: 'partial', items: [{ id: '1', x: 1 }] }]);
    expect(gaps).toMatchObject([{ kind: 'contradictory', path: 'south/team/b.json' }]);
  });
});

describe('files that cannot be taken in', () => {
  it('are named with their reason, and the rest is read', async () => {
    await put('north/1234/eu-1/good.json', { Subnets: [SUBNET] });
    await put('alien.json', { Planets: [{ id: 'p' }] });
    await put('cut.json', '{"Subnets": [{"id": "s-');
    await put('empty.json', '');
    await put('future.json', { format: 2, provider: 'north', operation: 'x', items: [] });
    await put('large.json', `"${'x'.repeat(2000)}"`);
    await put('notes.txt', 'no JSON');
    await symlink(join(folder, 'north/1234/eu-1/good.json'), join(folder, 'link.json'));

    const { given, gaps } = await read({ maxFileBytes: 1000 });

    expect(given).toHaveLength(1);
    expect(gaps.map(({ path, kind }) => [path, kind])).toEqual([
      ['alien.json', 'unrecognised'],
      ['cut.json', 'truncated'],
      ['empty.json', 'unreadable'],
      ['future.json', 'unrecognised'],
      ['large.json', 'oversized'],
      ['link.json', 'unreadable'],
      ['notes.txt', 'unreadable'],
    ]);
  });

  it.each([
    ['{"Subnets": [{"id": "s-1"}]', 'truncated'],
    ['{"Subnets": [{"id": 1', 'truncated'],
    ['[', 'truncated'],
    ['{"Subnets": nothing}', 'unreadable'],
    ['An error occurred (AccessDenied)', 'unreadable'],
  ])('tell %j as %s', async (text, kind) => {
    await put('x.json', text);

    expect((await read()).gaps).toMatchObject([{ kind }]);
  });

  it('are never taken for absent: the call that the name tells is a gap, or every call where it tells none', async () => {
    await put('north/1234/eu-1/ListSubnets.json', { Subnets: [SUBNET] });
    await put('north/1234/eu-1/ListGateways.json', '{"Gateways": [{"id"');
    const { missing } = await read();
    await put('north/1234/eu-1/export-7.json', '{');
    const { missing: more } = await read();

    const outcomeOf = (observations: typeof missing, call: string) =>
      observations.find(({ operation }) => operation === call)?.outcome;
    expect(outcomeOf(missing, 'ListGateways')).toBe('failed');
    expect(outcomeOf(missing, 'ListTunnels')).toBe('assumed-absent');
    expect(outcomeOf(more, 'ListTunnels')).toBe('failed');
  });

  it('become lines of the coverage report', () => {
    const entry = coverageOfFileGap({ kind: 'truncated', path: 'a/b.json', message: 'Cut.' });

    expect(entry).toMatchObject({ outcome: 'failed', message: 'a/b.json: Cut.' });
  });

  it('are not those that a Windows shell wrote as UTF-16', async () => {
    const text = `\ufeff${JSON.stringify({ Subnets: [SUBNET] })}`;
    await put('north/1234/eu-1/s.json', Buffer.from(text, 'utf16le'));

    expect((await read()).given).toHaveLength(1);
  });

  it('pass over hidden files', async () => {
    await put('.DS_Store', 'x');

    expect((await read()).gaps).toEqual([]);
  });

  it('fail the reading only when the folder itself cannot be read', async () => {
    const reading = readObservations(join(folder, 'nowhere'), { providers: [north] });

    await expect(reading).rejects.toThrow('POSTURE_OBSERVATIONS_UNREADABLE');
  });
});
