import { providerId } from '@netposture/network/graph';
import { describe, expect, it } from 'vitest';
import { compareFindings, type EvaluatedFinding, type FindingState } from './compare-findings.ts';
import { Sight } from './sight.ts';

const provider = providerId('hetzner');
const scope = { provider, account: 'shop', location: 'global', operation: 'firewalls' };
const EVERYWHERE = new Sight([{ scope, outcome: 'complete', items: 1 }], () => true);
const BLIND = new Sight([{ scope, outcome: 'forbidden', items: 0 }], () => true);
const SEEN = { sight: EVERYWHERE, notEvaluated: new Set<string>() };

const SSH = { source: ['0.0.0.0/0'], destination: ['5.75.0.1/32'], transport: 'tcp 22' };
const SSH_AND_RDP = { ...SSH, transport: 'tcp 22,3389' };

const open: EvaluatedFinding = {
  id: 'admin-port-public | front | internet',
  rule: 'admin-port-public',
  severity: 'critical',
  state: 'open',
  title: 'front admits the internet to SSH',
  packets: [SSH],
  places: [{ provider: 'hetzner', account: 'shop', location: 'global' }],
  detail: {
    title: 'An administrative service is reachable from the internet',
    subject: 'front',
    subjectIds: ['hetzner/shop/global/filter/7'],
    peerClass: 'internet',
    trace: ['from the internet to web'],
    members: [],
    reasons: [],
  },
};

function stood(change: Partial<FindingState> = {}): FindingState {
  return { ...open, wasOpen: true, ...change };
}

function kinds(before: readonly FindingState[], after: readonly EvaluatedFinding[]) {
  return compareFindings(before, after, SEEN).drift.map(({ kind, isAlert }) => [kind, isAlert]);
}

describe('findings of two scans', () => {
  it('a finding that was not there is opened, with all of its packets', () => {
    const { drift, states } = compareFindings([], [open], SEEN);

    expect(drift).toMatchObject([{ kind: 'finding-opened', opened: [SSH], isAlert: true }]);
    expect(states).toEqual([stood()]);
  });

  it('a finding that stands as it stood is no drift', () => {
    expect(kinds([stood()], [open])).toEqual([]);
  });

  it('a finding that admits more is widened, and only what is new counts as opened', () => {
    const { drift } = compareFindings([stood()], [{ ...open, packets: [SSH_AND_RDP] }], SEEN);

    expect(drift).toMatchObject([
      { kind: 'finding-widened', opened: [{ ...SSH, transport: 'tcp 3389' }], isAlert: true },
    ]);
  });

  it('a finding that admits less is no drift', () => {
    expect(kinds([stood({ packets: [SSH_AND_RDP] })], [open])).toEqual([]);
  });

  it('a finding that is gone where everything was seen is resolved, and nobody is alerted', () => {
    const { drift, states } = compareFindings([stood()], [], SEEN);

    expect(drift).toMatchObject([{ kind: 'finding-resolved', isAlert: false }]);
    expect(states).toEqual([stood({ state: 'resolved', wasOpen: false })]);
  });

  it('a finding that is gone together with sight is undetermined, last seen open', () => {
    const { drift, states } = compareFindings([stood()], [], { ...SEEN, sight: BLIND });

    expect(drift).toMatchObject([{ kind: 'finding-undetermined', isAlert: true }]);
    expect(states).toEqual([stood({ state: 'undetermined' })]);
  });

  it('a finding whose rule gave no answer is undetermined, not resolved', () => {
    const notEvaluated = new Set(['admin-port-public']);

    const { states } = compareFindings([stood()], [], { sight: EVERYWHERE, notEvaluated });

    expect(states).toEqual([stood({ state: 'undetermined' })]);
  });

  it('what was undetermined after it had been open is seen again, without an alert', () => {
    expect(kinds([stood({ state: 'undetermined' })], [open])).toEqual([['sight-regained', false]]);
  });

  it('what was never certain and is open now is opened', () => {
    expect(kinds([stood({ state: 'undetermined', wasOpen: false })], [open])).toEqual([
      ['finding-opened', true],
    ]);
  });

  it('what comes back after it was resolved or waived is reopened', () => {
    expect(kinds([stood({ state: 'resolved', wasOpen: false })], [open])).toEqual([
      ['finding-reopened', true],
    ]);
    expect(kinds([stood({ state: 'waived' })], [open])).toEqual([['finding-reopened', true]]);
  });

  it('what is waived is no drift, and stays listed', () => {
    const { drift, states } = compareFindings([stood()], [{ ...open, state: 'waived' }], SEEN);

    expect(drift).toEqual([]);
    expect(states).toEqual([stood({ state: 'waived' })]);
  });

  it('what was resolved stays resolved without a word', () => {
    const resolved = stood({ state: 'resolved', wasOpen: false });

    expect(compareFindings([resolved], [], SEEN)).toEqual({ drift: [], states: [resolved] });
  });
});
