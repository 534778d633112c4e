import { undetermined } from '@netposture/network/graph';
import { describe, expect, it } from 'vitest';
import { evaluateExample } from './example.testkit.ts';
import { parsePolicy } from './policy/parse-policy.ts';
import { adminPortPublic } from './rules/admin-port-public.ts';
import { admittingServer } from './rules/admitting-server.ts';
import { waiverExpired } from './rules/waiver-expired.ts';

const PARTNER = '203.0.112.7';
const FINDING = 'admin-port-public | made/acme/global/filter/web | other';

/** One waiver for SSH, which a test changes or adds to. The examples are judged on 2026-11-21. */
function waiver(given: Readonly<Record<string, unknown>>): string {
  const whole = {
    name: 'partner-ssh',
    rule: 'admin-port-public',
    subject: 'web',
    owner: 'platform',
    reason: 'the partner moves to the VPN this quarter',
    expires: '2027-06-30',
    ...given,
  };
  return JSON.stringify({ waivers: [whole] });
}

/** What becomes of SSH from these sources under a policy: state and waiver of its finding, and what `waiver-expired` says. */
function judged(policy: string, sources: Parameters<typeof admittingServer>[1] = PARTNER) {
  const graph = admittingServer('tcp/22', sources);
  const example = { expect: 'violates', title: 'SSH for a partner', graph, policy } as const;
  const { findings } = evaluateExample(adminPortPublic, example, [waiverExpired]);
  const of = (rule: string) => findings.filter((finding) => finding.rule === rule);
  return {
    ssh: of('admin-port-public').map((one) => [one.state, one.waiver]),
    due: of('waiver-expired').map((one) => `${one.state}: ${one.message}`),
  };
}

describe('a waiver', () => {
  it('waives the finding that it names, which is still shown with owner, day and reason', () => {
    const graph = admittingServer('tcp/22', PARTNER);
    const policy = waiver({});
    const { findings } = evaluateExample(adminPortPublic, {
      expect: 'complies',
      title: 'SSH for a partner',
      graph,
      policy,
    });

    expect(findings.map(({ state, reasons }) => [state, reasons])).toEqual([
      [
        'waived',
        ['waived by platform until 2027-06-30: the partner moves to the VPN this quarter'],
      ],
    ]);
  });

  it('holds on its last day', () => {
    expect(judged(waiver({ expires: '2026-11-21' }))).toEqual({
      ssh: [['waived', 'partner-ssh']],
      due: [],
    });
  });

  it('is over the day after, and is reported with the finding that it no longer covers', () => {
    expect(judged(waiver({ expires: '2026-11-20' }))).toEqual({
      ssh: [['open', 'partner-ssh']],
      due: ['open: the waiver partner-ssh of platform ran out on 2026-11-20'],
    });
  });

  it('is reported when it is over though its finding is gone', () => {
    expect(judged(waiver({ expires: '2026-11-20' }), '10.0.0.0/8')).toEqual({
      ssh: [],
      due: ['open: the waiver partner-ssh of platform ran out on 2026-11-20'],
    });
  });
});

describe('the scope of a waiver', () => {
  it.each([
    ['a rule alone', { subject: undefined }],
    ['a pattern of the subject', { subject: 'w*b' }],
    ['the id of a record of the subject', { subject: 'made/acme/global/filter/web' }],
    ['the id of the finding', { rule: undefined, subject: undefined, finding: FINDING }],
  ])('may be %s', (_what, given) => {
    expect(judged(waiver(given)).ssh).toEqual([['waived', 'partner-ssh']]);
  });

  it.each([
    ['another subject', { subject: 'api' }],
    ['another rule', { rule: 'any-any-ingress' }],
    ['another finding', { finding: FINDING.replace('other', 'internet') }],
  ])('of %s leaves the finding open, and names no waiver', (_what, given) => {
    expect(judged(waiver(given))).toEqual({ ssh: [['open', undefined]], due: [] });
  });
});

describe('what a waiver accepts', () => {
  const accepts = [{ sources: [PARTNER], ports: ['tcp/22'] }];

  it('covers the packets that it names', () => {
    expect(judged(waiver({ accepts })).ssh).toEqual([['waived', 'partner-ssh']]);
  });

  it('covers fewer packets than it names', () => {
    const wider = [{ sources: ['203.0.112.0/24'], ports: ['tcp/1-1024'] }];

    expect(judged(waiver({ accepts: wider })).ssh).toEqual([['waived', 'partner-ssh']]);
  });

  it('does not cover one source more: the finding is open again, and the waiver is due', () => {
    expect(judged(waiver({ accepts }), [PARTNER, '203.0.112.8'])).toEqual({
      ssh: [['open', 'partner-ssh']],
      due: ['open: web has outgrown the waiver partner-ssh of platform'],
    });
  });

  it('does not cover another port', () => {
    const other = [{ sources: [PARTNER], ports: ['tcp/23'] }];

    expect(judged(waiver({ accepts: other })).ssh).toEqual([['open', 'partner-ssh']]);
  });

  it('does not cover what cannot be seen: perhaps it has grown', () => {
    const unread = undetermined('the list could not be read', '203.0.112.0/24');

    expect(judged(waiver({ accepts }), unread)).toEqual({
      ssh: [['undetermined', 'partner-ssh']],
      due: ['undetermined: web has perhaps outgrown the waiver partner-ssh of platform'],
    });
  });
});

describe('a waiver in the policy file', () => {
  const problemsOf = (policy: string) =>
    parsePolicy(policy, 'netposture.yaml').problems.map(({ code, severity }) => [code, severity]);

  it.each(['reason', 'owner', 'expires', 'name'])('is refused without %s', (key) => {
    expect(problemsOf(waiver({ [key]: undefined }))).toEqual([
      ['POSTURE_POLICY_MISSING_KEY', 'error'],
    ]);
  });

  it('is refused with an empty reason', () => {
    expect(problemsOf(waiver({ reason: '' }))).toEqual([['POSTURE_POLICY_BAD_VALUE', 'error']]);
  });

  it('is refused where it ends on a day that there is not', () => {
    expect(problemsOf(waiver({ expires: '2027-02-29' }))).toEqual([
      ['POSTURE_POLICY_BAD_VALUE', 'error'],
    ]);
  });

  it('is refused where it names no finding', () => {
    expect(parsePolicy(waiver({ rule: undefined }), 'netposture.yaml').isRefused).toBe(true);
  });
});
