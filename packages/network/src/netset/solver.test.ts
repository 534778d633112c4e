import { afterAll, describe, expect, it } from 'vitest';
import { type Bool, init } from 'z3-solver';
import { AddressSet } from './address-set.ts';
import { SAMPLED, TIMEOUT_MS } from './campaign.testkit.ts';
import { randomNumbers } from './oracle.testkit.ts';

const EXPRESSIONS = 2000;
/** Differences are asked for by the batch: one query that is unsatisfiable clears all of its expressions. */
const BATCH = 20;

const api = SAMPLED ? undefined : await init();
// Z3 keeps worker threads that would hold the process open.
afterAll(() => api?.em.PThread.terminateAllThreads());

describe.skipIf(api === undefined)('the sets agree with an SMT solver', () => {
  it.each([32, 128])(
    'on random expressions over addresses of %i bits',
    { timeout: TIMEOUT_MS },
    async (bits) => {
      expect(await differences(bits, EXPRESSIONS / 2, false)).toEqual([]);
    },
  );

  it('and a planted error is found', async () => {
    expect(await differences(32, BATCH, true)).not.toEqual([]);
  });
});

/** Batches of random expressions whose set, as printed, is not what the solver makes of the expression. */
async function differences(bits: number, count: number, planted: boolean): Promise<string[]> {
  if (api === undefined) return [];
  const z3 = api.Context('main');
  const random = randomNumbers(bits);
  const x = z3.BitVec.const('x', bits);

  const inCidr = (cidr: string) => {
    const [network = '', length = '0'] = cidr.split('/');
    const shift = bits - Number(length);
    if (shift === bits) return z3.Bool.val(true);
    return x.lshr(shift).eq(z3.BitVec.val(numberOf(network) >> BigInt(shift), bits));
  };
  const randomCidr = (): string => {
    const length = random(random(4) === 0 ? bits + 1 : 10);
    const high = BigInt(random(1024)) << BigInt(bits - 10);
    const low = BigInt(random(2 ** 32)) & ((1n << BigInt(bits - 10)) - 1n);
    const shift = BigInt(bits - length);
    return `${textOf(((high | low) >> shift) << shift, bits)}/${length}`;
  };
  type Formula = Bool<'main'>;
  const expression = (depth: number): { set: AddressSet; formula: Formula } => {
    if (depth === 0) {
      const cidrs = [randomCidr(), randomCidr()];
      return { set: AddressSet.from(cidrs), formula: z3.Or(...cidrs.map(inCidr)) };
    }
    const a = expression(depth - 1);
    const choice = random(4);
    if (choice === 3) {
      const universe = bits === 32 ? AddressSet.allIpv4 : AddressSet.allIpv6;
      return { set: universe.subtract(a.set), formula: z3.Not(a.formula) };
    }
    const b = expression(depth - 1);
    if (choice === 0) return { set: a.set.union(b.set), formula: z3.Or(a.formula, b.formula) };
    if (choice === 1) return { set: a.set.intersect(b.set), formula: z3.And(a.formula, b.formula) };
    return { set: a.set.subtract(b.set), formula: z3.And(a.formula, z3.Not(b.formula)) };
  };

  const wrong: string[] = [];
  for (let done = 0; done < count; done += BATCH) {
    const batch = Array.from({ length: BATCH }, () => expression(1 + random(3)));
    const solver = new z3.Solver();
    const claims = batch.map(({ set, formula }, i) => {
      const claimed = planted && i === 7 ? set.complement() : set;
      const cidrs = bits === 32 ? claimed.ipv4.cidrs() : claimed.ipv6.cidrs();
      return formula.neq(cidrs.length === 0 ? z3.Bool.val(false) : z3.Or(...cidrs.map(inCidr)));
    });
    solver.add(z3.Or(...claims));
    if ((await solver.check()) !== 'unsat') wrong.push(batch.map(({ set }) => `${set}`).join('\n'));
  }
  return wrong;
}

/** The text of a number as an address, written here so that the solver and the sets share no printer. */
function textOf(value: bigint, bits: number): string {
  const [size, separator, radix] = bits === 32 ? [8n, '.', 10] : [16n, ':', 16];
  const parts: string[] = [];
  for (let shift = BigInt(bits) - size; shift >= 0n; shift -= size) {
    parts.push(((value >> shift) & ((1n << size) - 1n)).toString(radix));
  }
  return parts.join(separator);
}

/** The number of a canonical address text, read here for the same reason. */
function numberOf(text: string): bigint {
  if (!text.includes(':'))
    return text.split('.').reduce((sum, octet) => sum * 256n + BigInt(octet), 0n);
  const [head = '', tail] = text.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
  return groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}
