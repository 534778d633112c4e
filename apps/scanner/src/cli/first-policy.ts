/** A cloud, and the entry by which a policy file names an account of it. Secrets are references. */
export interface CloudChoice {
  readonly id: string;
  readonly title: string;
  /** Lines of YAML, as an item of `accounts`. */
  readonly entry: readonly string[];
}

/** Every cloud that a first policy file can name. */
export const CLOUDS: readonly CloudChoice[] = [
  {
    id: 'aws',
    title: 'AWS',
    entry: [
      '# AWS: the credential chain of every AWS tool (AWS_PROFILE, access keys, instance role), read-only.',
      '# More accounts: organization: { role: NAME }, or roles: [{ arn: ... }].',
      '- provider: aws',
    ],
  },
  {
    id: 'hetzner',
    title: 'Hetzner',
    entry: [
      '# Hetzner Cloud: one entry for each project, each with a read-only token of its own.',
      '- provider: hetzner',
      '  project: default',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of the policy file.
      '  token: ${HCLOUD_TOKEN}',
    ],
  },
  {
    id: 'digitalocean',
    title: 'DigitalOcean',
    entry: [
      '# DigitalOcean: one entry for each team; the token needs read scopes only.',
      '- provider: digitalocean',
      '  team: default',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of the policy file.
      '  token: ${DIGITALOCEAN_TOKEN}',
    ],
  },
  {
    id: 'gcp',
    title: 'Google Cloud',
    entry: [
      '# Google Cloud: Application Default Credentials; the project of the credential unless told otherwise.',
      '# More projects: projects: [...], or organization: "123456789012".',
      '- provider: gcp',
    ],
  },
];

/** One thing that is meant to be public. */
export interface PublicChoice {
  readonly name: string;
  /** As the policy file writes ports: `tcp/443`. */
  readonly port: string;
}

/** What a first policy file is made of. */
export interface PolicyAnswers {
  readonly clouds: readonly CloudChoice[];
  readonly publicEndpoints: readonly PublicChoice[];
  /** Addresses or CIDRs. */
  readonly vpn: readonly string[];
  /** Name of the environment variable that holds the webhook's URL. */
  readonly slack?: string;
}

/** A commented policy file. What was not answered stands there as a comment, ready to be filled in. */
export function firstPolicy(answers: PolicyAnswers): string {
  return `${[...HEAD, ...endpoints(answers), ...vpn(answers), ...ZONES, ...accounts(answers), ...notifications(answers)].join('\n')}\n`;
}

const HEAD = [
  '# The policy of netposture: what the network is meant to look like, and where to look.',
  '# Every key: docs/policy.md. Twenty worked statements: examples/. Check it with: npx netposture scan --policy FILE',
  'version: 1',
  '',
  '# recommended, or strict: which rules run.',
  'preset: recommended',
  '',
];

const ZONES = [
  '# Zones are parts of the estate, by labels, names, accounts or kinds. What no cell of the matrix allows is a finding.',
  '# zones:',
  '#   production: { labels: { env: production } }',
  '#   staging: { labels: { env: staging } }',
  '# segmentation:',
  '#   - { from: staging, to: production, allow: [] }',
  '',
  '# Accepted findings, each with an owner, a reason and an end.',
  '# waivers:',
  '#   - { name: demo-database, rule: no-public-database, subject: demo-db, owner: ops, reason: no real data, expires: 2030-01-01 }',
  '',
];

function endpoints({ publicEndpoints }: PolicyAnswers): readonly string[] {
  const title = '# What is meant to be public. Everything else that is reachable is a finding.';
  if (publicEndpoints.length === 0) {
    return [title, '# publicEndpoints:', '#   - { names: [web-1], ports: [tcp/443] }', ''];
  }
  const lines = publicEndpoints.map(
    ({ name, port }) => `  - { names: [${quoted(name)}], ports: [${quoted(port)}] }`,
  );
  return [title, 'publicEndpoints:', ...lines, ''];
}

function vpn({ vpn: addresses }: PolicyAnswers): readonly string[] {
  const title = '# Addresses from which your VPN comes: they may administer, and are no strangers.';
  if (addresses.length === 0) {
    return [title, '# addressSets:', '#   vpn-egress: [203.0.113.7/32]', '# vpn: [vpn-egress]', ''];
  }
  return [
    title,
    'addressSets:',
    `  vpn-egress: [${addresses.map(quoted).join(', ')}]`,
    'vpn: [vpn-egress]',
    '',
  ];
}

function accounts({ clouds }: PolicyAnswers): readonly string[] {
  return [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of the policy file.
    '# The accounts to look at. ${NAME} is a variable of the environment: no secret stands in this file.',
    'accounts:',
    ...clouds.flatMap(({ entry }) => entry.map((line) => `  ${line}`)),
    '',
  ];
}

function notifications({ slack }: PolicyAnswers): readonly string[] {
  const title = '# Where netposture serve tells of drift.';
  const lines = [
    'notifications:',
    '  - kind: slack',
    `    url: \${${slack ?? 'SLACK_WEBHOOK_URL'}}`,
    'schedule: { cron: "0 * * * *", timezone: UTC }',
  ];
  return [title, ...(slack === undefined ? lines.map((line) => `# ${line}`) : lines)];
}

/** A YAML scalar that is read back as this text, whatever it holds. JSON's strings are YAML's. */
function quoted(text: string): string {
  return /^[A-Za-z][\w.-]*$/.test(text) ? text : JSON.stringify(text);
}
