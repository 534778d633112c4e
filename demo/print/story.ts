import type { Drift, Finding, RunningService } from '../service.ts';
import { findingsText } from './findings-text.ts';
import type { Paint } from './paint.ts';
import { slackText } from './slack-text.ts';
import { wrap } from './wrap.ts';

/** Who the company is, before anything is found. */
export function introduction(paint: Paint): readonly string[] {
  const row = (cloud: string, what: string) => wrap(what, `  ${cloud.padEnd(14)}`, ' '.repeat(16));
  return [
    paint('title', 'LARKFIELD, a shop on four clouds (simulated on this machine)'),
    '',
    ...row(
      'Hetzner',
      'app-1, app-2, worker-1, bastion, vpn; reporting-db behind a closed firewall; staging-1 in a project of its own',
    ),
    ...row(
      'AWS',
      'the databases orders, customers, shipping, invoices, ledger; the server batch-1',
    ),
    ...row('DigitalOcean', 'the caches sessions and catalogue-cache; the Droplet cache-warmer'),
    ...row('Google Cloud', 'clickhouse-1 of the analytics'),
    '',
  ];
}

/** What is found, and what is not. */
export function foundText(findings: readonly Finding[], paint: Paint): readonly string[] {
  return [
    paint(
      'title',
      'FOUND: who reaches what, by which way, against which statement of demo/netposture.yaml',
    ),
    '',
    ...findingsText(
      findings.filter(({ state }) => state === 'open'),
      paint,
    ),
    paint('title', 'NOT FOUND EXPOSED, though each looks like it'),
    '',
    ...QUIET.flatMap((line) => wrap(line, '  ✓ ', '    ')).map((line) =>
      line.replace('✓', paint('good', '✓')),
    ),
    '',
  ];
}

const QUIET: readonly string[] = [
  'AWS: the security group left-behind admits everybody, and is on no interface',
  'AWS: batch-1 has a public address and admits SSH from everywhere; its subnet leads nowhere',
  'AWS: ledger has the public switch on and admits everybody; its subnets are private',
  'AWS: customers admits an address of the internet, which is our own worker-1 at Hetzner',
  'DigitalOcean: a rule of cache-warmer names SSH from everywhere, and denies it',
  'Google Cloud: a rule admits RDP from everywhere, and is disabled',
];

/** What a change opened, and how Slack hears of it. */
export function changeText(
  drift: readonly Drift[],
  message: string,
  paint: Paint,
): readonly string[] {
  return [
    paint(
      'title',
      'CHANGED: somebody admits SSH from everywhere in the Hetzner firewall “applications”',
    ),
    '',
    ...drift
      .toSorted(byKind)
      .flatMap(({ kind, text }) => wrap(text, `  ${kind.padEnd(18)}`, ' '.repeat(20))),
    '',
    paint('title', 'SLACK, as #security reads it'),
    '',
    ...slackText(message, paint),
  ];
}

/** How to go on while the service runs. */
export function staysText({ url, tokenFile }: RunningService, paint: Paint): readonly string[] {
  return [
    '',
    paint('title', `THE SERVICE KEEPS RUNNING at ${url} until Ctrl-C. Ask it:`),
    '',
    `  curl -H "Authorization: Bearer $(cat ${tokenFile})" ${url}/v1/findings`,
  ];
}

/** Findings before exposures, each by name. */
function byKind(a: Drift, b: Drift): number {
  const weight = Number(b.kind.startsWith('finding')) - Number(a.kind.startsWith('finding'));
  return weight === 0 ? a.text.localeCompare(b.text) : weight;
}
