/**
 * The packet-set algebra beside the libraries of npm that offer the operation, and beside a bare loop as the limit.
 *
 * "sets" times an operation on parsed sets (the libraries know strings only, so theirs parses each time); "text" times
 * the whole way from text to text. cidr-tools has no intersection: a - (a - b) is the best that it offers. ipaddr.js
 * parses and matches, it has no sets. `net.BlockList` is Node's own, for membership.
 */
import { BlockList } from 'node:net';
import { containsCidr, excludeCidr, mergeCidr } from 'cidr-tools';
import * as fast from 'fast-cidr-tools';
import ipaddr from 'ipaddr.js';
import { AddressSet, parseAddress } from '../packages/network/src/netset/index.ts';
import { bareHas, bareIntersect, bareNormalize, bareSubtract, bareUnion } from './bare.ts';
import { inOwnProcess, medians, readable, table, type Work } from './measure.ts';
import { type Family, randomCidrs } from './netset-inputs.ts';

const OPERATIONS = ['normalise', 'union', 'intersect', 'subtract', 'membership'] as const;
const SIZES = [1_000, 10_000, 100_000, 1_000_000];
const FAMILIES: readonly Family[] = ['v4', 'v6'];
const BUDGET_MS = 500;
/** Look-ups per turn of the membership measure. */
const LOOKUPS = 1_000;
/** Above these sizes fast-cidr-tools needs minutes (measured: quadratic). */
const FAST_LIMIT = { v4: 10_000, v6: 1_000 };
/** Above this size cidr-tools needs more than a minute for an intersection of two subtractions, or for one look-up a turn. */
const LIBRARY_LIMIT = 1_000_000;

type Operation = (typeof OPERATIONS)[number];

const CONTESTANTS = [
  'sets',
  'bare loop',
  'text',
  'cidr-tools',
  'fast-cidr-tools',
  'ipaddr.js',
  'net.BlockList',
] as const;
type Contestants = Partial<Record<(typeof CONTESTANTS)[number], Work>>;

function contestants(operation: Operation, family: Family, size: number): Contestants {
  const a = randomCidrs(family, size, 1);
  const b = randomCidrs(family, size, 2);
  switch (operation) {
    case 'normalise':
      return normalising(a, family, size);
    case 'membership':
      return lookingUp(a, family, size);
    case 'union':
    case 'intersect':
    case 'subtract':
      return combining(operation, a, b, family, size);
  }
}

function normalising(cidrs: string[], family: Family, size: number): Contestants {
  return {
    sets: () => AddressSet.from(cidrs),
    text: () => AddressSet.from(cidrs).cidrs(),
    'cidr-tools': () => mergeCidr(cidrs),
    'ipaddr.js': () => cidrs.map((cidr) => ipaddr.parseCIDR(cidr)),
    ...(family === 'v4' && { 'bare loop': () => bareNormalize(cidrs) }),
    ...(size <= FAST_LIMIT[family] && { 'fast-cidr-tools': () => fast.merge(cidrs) }),
  };
}

function combining(
  operation: 'union' | 'intersect' | 'subtract',
  a: string[],
  b: string[],
  family: Family,
  size: number,
): Contestants {
  const [x, y] = [AddressSet.from(a), AddressSet.from(b)];
  const bare = { union: bareUnion, intersect: bareIntersect, subtract: bareSubtract }[operation];
  const library = {
    union: () => mergeCidr([...a, ...b]),
    intersect: () => excludeCidr(a, excludeCidr(a, b)),
    subtract: () => excludeCidr(a, b),
  }[operation];
  const quick = {
    union: () => fast.merge([...a, ...b]),
    intersect: () => fast.exclude(a, fast.exclude(a, b)),
    subtract: () => fast.exclude(a, b),
  }[operation];
  const [p, q] = family === 'v4' ? [bareNormalize(a), bareNormalize(b)] : [];
  return {
    sets: () => x[operation](y),
    text: () => AddressSet.from(a)[operation](AddressSet.from(b)).cidrs(),
    ...(size <= LIBRARY_LIMIT && { 'cidr-tools': library }),
    ...(p !== undefined && q !== undefined && { 'bare loop': () => bare(p, q) }),
    ...(size <= FAST_LIMIT[family] && { 'fast-cidr-tools': quick }),
  };
}

/** 1,000 look-ups in a set that is parsed already, where the contestant knows such a thing. */
function lookingUp(cidrs: string[], family: Family, size: number): Contestants {
  const texts = randomCidrs(family, LOOKUPS, 3).map((cidr) => cidr.slice(0, cidr.indexOf('/')));
  const addresses = texts.map(parseAddress);
  const set = AddressSet.from(cidrs);
  const kind = family === 'v4' ? 'ipv4' : 'ipv6';
  const blockList = new BlockList();
  if (size <= 100_000) {
    for (const cidr of cidrs) {
      const [network = '', length] = cidr.split('/');
      blockList.addSubnet(network, Number(length), kind);
    }
  }
  const bare = family === 'v4' ? bareNormalize(cidrs) : undefined;
  const numbers = addresses.map(({ value }) => Number(value));
  return {
    sets: () => addresses.filter((address) => set.has(address)).length,
    text: () => texts.filter((text) => set.has(parseAddress(text))).length,
    ...(bare && { 'bare loop': () => numbers.filter((value) => bareHas(bare, value)).length }),
    // These read the whole list for each look-up: timed for all look-ups where that ends, else left out.
    ...(size <= 1_000 && {
      'cidr-tools': () => texts.filter((text) => containsCidr(cidrs, text)).length,
      'fast-cidr-tools': () => texts.filter((text) => fast.contains(cidrs, [text])).length,
    }),
    ...(size <= 10_000 && { 'ipaddr.js': matcher(cidrs, texts) }),
    ...(size <= 10_000 && {
      'net.BlockList': () => texts.filter((text) => blockList.check(text, kind)).length,
    }),
  };
}

function matcher(cidrs: readonly string[], texts: readonly string[]): Work {
  const parsed = cidrs.map((cidr) => ipaddr.parseCIDR(cidr));
  return () =>
    texts.filter((text) => {
      const address = ipaddr.parse(text);
      return parsed.some((cidr) => address.match(cidr));
    }).length;
}

type Result = Partial<Record<(typeof CONTESTANTS)[number], number>>;

/** The sets beside their limit take turns in one process; every other contestant has a heap of its own. */
const GROUPS: readonly (readonly (typeof CONTESTANTS)[number][])[] = [
  ['sets', 'bare loop'],
  ['text'],
  ['cidr-tools'],
  ['fast-cidr-tools'],
  ['ipaddr.js'],
  ['net.BlockList'],
];

/** One group of one row of the table, in the process of its own. */
function measure([operation, family, size, group]: readonly string[]): Result {
  const works = contestants(operation as Operation, family as Family, Number(size));
  const names = GROUPS[Number(group)] ?? [];
  const chosen = Object.entries(works).filter(([name]) => names.some((known) => known === name));
  return medians(Object.fromEntries(chosen), BUDGET_MS);
}

function measureAll(operation: Operation, family: Family, size: number): Result {
  const results = GROUPS.map((_, group) =>
    inOwnProcess<Result>(import.meta.filename, [
      '--measure',
      operation,
      family,
      `${size}`,
      `${group}`,
    ]),
  );
  return Object.assign({}, ...results) as Result;
}

function ratio(value: number | undefined, to: number | undefined): string {
  return value === undefined || to === undefined ? '-' : `${readable(value / to)}x`;
}

/** Best of the libraries, or nothing where none offers the operation or finishes. */
function bestLibrary(operation: string, result: Result): number | undefined {
  // Parsing alone is no normalisation: ipaddr.js counts where it does the whole operation.
  const candidates = [
    result['cidr-tools'],
    result['fast-cidr-tools'],
    result['net.BlockList'],
    ...(operation === 'membership' ? [result['ipaddr.js']] : []),
  ].filter((value) => value !== undefined);
  return candidates.length === 0 ? undefined : Math.min(...candidates);
}

function report(filter: string | undefined): void {
  const head = [
    'milliseconds, median',
    ...CONTESTANTS,
    'bare/sets',
    'library/sets',
    'library/text',
    'growth',
  ];
  const rows: string[][] = [head];
  for (const family of FAMILIES) {
    for (const operation of OPERATIONS) {
      let before: { readonly ms: number; readonly size: number } | undefined;
      for (const size of SIZES) {
        const name = `${family} ${operation} ${size.toLocaleString('en')}`;
        if (filter !== undefined && !name.includes(filter)) continue;
        process.stderr.write(`${name}\n`);
        const result = measureAll(operation, family, size);
        const best = bestLibrary(operation, result);
        const ms = result.sets ?? Number.NaN;
        // Exponent of the growth since the smaller size: 1 is linear.
        const growth = before && Math.log(ms / before.ms) / Math.log(size / before.size);
        before = { ms, size };
        rows.push([
          name,
          ...CONTESTANTS.map((contestant) => readable(result[contestant])),
          ratio(result['bare loop'], result.sets),
          ratio(best, result.sets),
          ratio(best, result.text),
          readable(growth),
        ]);
      }
    }
  }
  process.stdout.write(`${table(rows)}\n`);
}

const [mode, ...rest] = process.argv.slice(2);
if (mode === '--measure') process.stdout.write(JSON.stringify(measure(rest)));
else report(mode);
