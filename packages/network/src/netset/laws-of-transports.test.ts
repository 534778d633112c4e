import { describe, expect } from 'vitest';
import { transportSet } from './arbitraries.testkit.ts';
import { describeLaws, kindOf, law } from './laws.testkit.ts';
import { TransportSet } from './transport-set.ts';

describeLaws({ ...kindOf(TransportSet), name: 'transport sets', arbitrary: transportSet });

describe('laws of transports', () => {
  law('reversing twice gives the transport set back', transportSet, (set) => {
    expect(set.reversed().reversed().equals(set)).toBe(true);
    expect(set.reversed().size()).toBe(set.size());
  });
  law('any source port widens a transport set and nothing else', transportSet, (set) => {
    const wide = set.anySourcePort();
    expect(set.isSubsetOf(wide)).toBe(true);
    expect(wide.tcpPorts().equals(set.tcpPorts())).toBe(true);
    expect(wide.anySourcePort().equals(wide)).toBe(true);
  });
});
