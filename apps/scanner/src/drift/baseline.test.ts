import { providerId } from '@netposture/network/graph';
import { describe, expect, it } from 'vitest';
import { type BaselineEntry, heldToBaseline, shrunk } from './baseline.ts';
import type { FindingState } from './compare-findings.ts';
import type { DriftItem } from './drift-item.ts';
import type { PacketRows } from './exposure-state.ts';
import { Sight } from './sight.ts';

const packets = (ports: string): PacketRows => [
  { source: ['203.0.113.0/24'], destination: ['198.51.100.1/32'], transport: `tcp ${ports}` },
];
const PLACE = { provider: providerId('toy'), account: 'a', location: 'l' };
const accepted = (id: string, ports: string): BaselineEntry => ({
  kind: 'finding',
  id,
  packets: packets(ports),
  places: [PLACE],
  isOutgrown: false,
});
const finding = (state: FindingState['state'], ports: string): FindingState => ({
  id: 'ssh | web | internet',
  rule: 'ssh',
  severity: 'high',
  state,
  title: 'SSH is open.',
  packets: packets(ports),
  places: [PLACE],
  detail: { title: '', subject: 'web', peerClass: 'internet', trace: [], members: [], reasons: [] },
  wasOpen: true,
});
const item = (kind: DriftItem['kind']): DriftItem => ({
  kind,
  subject: 'ssh | web | internet',
  name: 'SSH',
  text: 'SSH is open.',
  isAlert: true,
});
const baseline = { id: 'b', entries: [accepted('ssh | web | internet', '22,2222')] };
const held = (kind: DriftItem['kind'], now: FindingState) =>
  heldToBaseline([item(kind)], baseline, { findings: [now], exposures: [] })[0];
const sight = (outcome: 'complete' | 'forbidden') =>
  new Sight([{ scope: { ...PLACE, operation: 'all' }, outcome, items: 1 }], () => true);
const after = (now: readonly FindingState[], outcome: 'complete' | 'forbidden' = 'complete') =>
  shrunk(
    baseline,
    { findings: now, exposures: [] },
    { sight: sight(outcome), notEvaluated: new Set() },
  );

describe('what a baseline holds', () => {
  it('is no alarm when it is found', () => {
    expect(held('finding-opened', finding('open', '22'))).toMatchObject({
      isAlert: false,
      inBaseline: true,
    });
  });

  it('is told as widened, with the part beyond alone, when it has grown', () => {
    expect(held('finding-opened', finding('open', '22,3389'))).toMatchObject({
      kind: 'finding-widened',
      isAlert: true,
      opened: packets('3389'),
    });
  });

  it('is an alarm all the same when it opens again, or gets out of sight', () => {
    expect(held('finding-reopened', finding('open', '22'))?.isAlert).toBe(true);
    expect(held('finding-undetermined', finding('undetermined', '22'))?.isAlert).toBe(true);
  });
});

describe('a baseline after a scan', () => {
  it('keeps of an entry what is still there', () => {
    expect(after([finding('open', '22')]).changed).toMatchObject([{ packets: packets('22') }]);
  });

  it('stays as it is where nothing changed, or nothing could be proven', () => {
    const nothing = { id: 'b', changed: [], gone: [] };

    expect(after([finding('open', '22,2222')])).toEqual(nothing);
    expect(after([finding('undetermined', '22')])).toEqual(nothing);
    expect(after([], 'forbidden')).toEqual(nothing);
  });

  it('lets go of what is resolved, or is seen not to be there', () => {
    expect(after([finding('resolved', '22')]).gone).toEqual(baseline.entries);
    expect(after([]).gone).toEqual(baseline.entries);
  });

  it('knows what has outgrown it', () => {
    expect(after([finding('open', '22,2222,3389')]).changed).toMatchObject([
      { isOutgrown: true, packets: packets('22,2222') },
    ]);
  });
});
