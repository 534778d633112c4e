import {
  CONTROLS,
  NOT_COVERED,
  policyJsonSchema,
  RULES,
  type Rule,
  SENSITIVE_SERVICES,
} from '@netposture/rules';
import { MADE, markdownPage, markdownTable } from './markdown.ts';
import type { Page, Section } from './page.ts';

/** One page per rule, an index, the control mapping both ways, the table of services, the policy reference. */
export const rulesSection = {
  name: 'rules',
  owns: ['docs/rules/'],
  pages: () =>
    [
      ...RULES.map((rule) => ({ path: `docs/rules/${rule.id}.md`, text: rulePage(rule) })),
      { path: 'docs/rules/README.md', text: indexPage() },
      { path: 'docs/controls.md', text: controlsPage() },
      { path: 'docs/policy-services.md', text: servicesPage() },
      { path: 'docs/policy.md', text: policyPage() },
      { path: 'docs/policy.schema.json', text: `${JSON.stringify(policyJsonSchema(), null, 2)}\n` },
    ] satisfies Page[],
} satisfies Section;

function rulePage(rule: Rule): string {
  const parameters = Object.entries(rule.parameters);
  return markdownPage([
    MADE,
    `# ${rule.id}`,
    `**${rule.title}.** Severity: ${rule.severity}. Group: ${rule.group}. Preset: ${rule.preset}.`,
    '## Why',
    rule.rationale,
    '## What to do',
    markdownTable(
      ['cloud', 'act'],
      Object.entries(rule.remediation).map(([cloud, text]) => [cloud, text]),
    ),
    '## Examples',
    ...rule.examples.flatMap(({ expect, title, policy }) => [
      `**${expect}**: ${title}.`,
      ...(policy === undefined ? [] : [`\`\`\`yaml\n${policy.trim()}\n\`\`\``]),
    ]),
    '## Parameters',
    parameters.length === 0
      ? 'None.'
      : markdownTable(
          ['name', 'default', 'meaning'],
          parameters.map(([name, spec]) => [name, String(spec.default), spec.description]),
        ),
    '## What it does not see',
    rule.doesNotSee,
    '## Controls',
    markdownTable(
      ['control', 'why this rule is evidence'],
      rule.controls.map(({ control, why }) => [control, why]),
    ),
    '## References',
    rule.references.map(({ title, url }) => `- [${title}](${url})`).join('\n'),
  ]);
}

function indexPage(): string {
  return markdownPage([
    MADE,
    '# Rules',
    `${RULES.length} rules. Each page says why, what to do, what the rule does not see, and for which controls it is evidence.`,
    markdownTable(
      ['rule', 'severity', 'group', 'says'],
      RULES.map(({ id, severity, group, title }) => [`[${id}](${id}.md)`, severity, group, title]),
    ),
  ]);
}

function controlsPage(): string {
  const byControl = CONTROLS.map(({ id, gist }) => {
    const rules = RULES.flatMap((rule) =>
      rule.controls
        .filter(({ control }) => control === id)
        .map(({ why }) => `[${rule.id}](rules/${rule.id}.md): ${why}`),
    );
    return [id, gist, rules.join('<br>')];
  });
  return markdownPage([
    MADE,
    '# Controls and rules',
    'Controls are told in our own words. A rule is evidence for a control; it does not replace the audit.',
    '## From control to rules',
    markdownTable(['control', 'gist', 'rules, and why'], byControl),
    '## From rule to controls',
    markdownTable(
      ['rule', 'controls'],
      RULES.map(({ id, controls }) => [
        `[${id}](rules/${id}.md)`,
        controls.map(({ control }) => control).join(', '),
      ]),
    ),
    '## Not covered',
    markdownTable(
      ['control', 'gist', 'why no rule can prove it'],
      NOT_COVERED.map(({ id, gist, reason }) => [id, gist, reason]),
    ),
  ]);
}

function servicesPage(): string {
  return markdownPage([
    MADE,
    '# Sensitive services',
    'Services by their usual ports. `web` services are judged by declaration alone.',
    markdownTable(
      ['service', 'class', 'ports', 'source'],
      SENSITIVE_SERVICES.map((service) => [
        service.name,
        service.class,
        service.transport.toString(),
        service.source,
      ]),
    ),
  ]);
}

/** What each key of the policy file means; a key without a row fails a test. */
export const POLICY_KEYS: Readonly<Record<string, string>> = {
  $schema: 'Where editors find the schema, such as `docs/policy.schema.json`.',
  version: 'Format of the file: `1`.',
  preset: '`recommended` (default) or `strict`: which rules run.',
  publicThreshold:
    'From this many IPv4 addresses on a source set counts as the public. Default 65536; an IPv6 /32 always does.',
  addressSets: 'Named addresses. They are trusted (no exposure) unless `trusted: false`.',
  zones:
    'Named parts of the estate, by `labels`, `accounts`, `kinds`, `names`, `addresses`; `except` takes other zones away. A list means any of its parts.',
  segmentation:
    'Cells of the matrix: `from`, `to`, and `allow` (all else is forbidden) or `require` (must get through). An end is a zone, an address set or `internet`.',
  publicEndpoints: 'What is meant to be public: `zone` or `names`, with `ports`.',
  databaseClients: 'Zones that may reach the data stores (of the zone `stores`, or all).',
  sensitiveZones: 'Zones whose egress must be restricted.',
  environments: 'Zones that must not share an account or network.',
  isolation: 'Labels whose values (customers, tenants) must not reach each other.',
  tiers: 'Zones that belong in `public` and in `private` subnets.',
  gateways: 'The names of the gateways to the internet, and the `maximum` in each account.',
  egressIdentities: 'Address sets or addresses by which traffic may leave.',
  bastions: 'Zones of bastions.',
  vpn: 'Address sets or addresses from which the VPN comes.',
  rules: 'For each rule `off`, a severity, or `enabled`, `severity`, `parameters`.',
  waivers:
    'Accepted findings: `name`, `finding` (or `rule` and `subject`), `accepts`, `owner`, `reason`, `ticket`, `expires`.',
  accounts: 'Read by the service: accounts and how to reach them.',
  schedule: 'Read by the service: cron and time zone.',
  notifications: 'Read by the service: where alerts go.',
  retention: 'Read by the service: how long scans are kept.',
  publishedRanges: 'Read by the service: lists of published addresses.',
  service: 'Read by the service: its own settings.',
};

function policyPage(): string {
  const schema = policyJsonSchema();
  const properties = schema['properties'];
  const keys = typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
  return markdownPage([
    MADE,
    '# The policy file',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the page shows how a reference is written.
    '`netposture.yaml` says what the estate is meant to look like. Without it everything still runs: nothing is declared public, nothing is trusted. `${NAME}` stands for an environment variable; secrets are never written out. The [JSON Schema](policy.schema.json) works in editors, and `examples/` holds commented policies.',
    markdownTable(
      ['key', 'meaning'],
      keys.map((key) => [`\`${key}\``, POLICY_KEYS[key] ?? '']),
    ),
    '## Ports',
    '`tcp/443`, `udp/53`, `tcp/8000-8100`, `icmp`, `any`; a bare number is TCP.',
    '## Waivers',
    'A waived finding is still shown. A waiver ends after the day `expires`; it no longer holds when the finding has packets that `accepts` does not list. Both are reported by `waiver-expired`.',
  ]);
}
