import { describe, expect } from 'vitest';
import { icmpSet, portSet, protocolSet } from './arbitraries.testkit.ts';
import { IcmpSet } from './icmp-set.ts';
import { describeLaws, kindOf, law } from './laws.testkit.ts';
import { PortSet } from './port-set.ts';
import { ProtocolSet } from './protocol-set.ts';

describeLaws({ ...kindOf(PortSet), name: 'port sets', arbitrary: portSet });
describeLaws({ ...kindOf(IcmpSet), name: 'ICMP sets', arbitrary: icmpSet });
describeLaws({ ...kindOf(ProtocolSet), name: 'protocol sets', arbitrary: protocolSet });

describe('laws of ports', () => {
  law('the ranges of a port set make up the set and never touch', portSet, (set) => {
    const ranges = set.ranges();
    expect(PortSet.unionOf(ranges.map(([a, b]) => PortSet.range(a, b))).equals(set)).toBe(true);
    expect(ranges.every(([first], i) => i === 0 || first > (ranges[i - 1]?.[1] ?? 0) + 1)).toBe(
      true,
    );
  });
});
