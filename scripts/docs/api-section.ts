import { createHttpServer } from '../../apps/scanner/src/http/server.ts';
import type { Page, Section } from './page.ts';

/** The pages of the HTTP interface, made from its own description. */
export const apiSection: Section = {
  name: 'api',
  owns: [],
  pages: () => [{ path: 'docs/api.md', text: apiPage() }] satisfies Page[],
};

const none = () => Promise.reject(new Error('nothing is asked while documents are written'));
const { app, routes } = await createHttpServer({
  read: {
    scans: none,
    scan: none,
    findings: none,
    drift: none,
    exposures: none,
    coverage: none,
    alertCounts: none,
  },
  tokens: { create: none, find: none, revoke: none, list: none },
  evidence: none,
  requestScan: none,
  baselines: { adopt: none, current: none, end: none },
  baselineOfScan: none,
  latestEstate: none,
  isReady: none,
  hookSecret: 'for the documents',
  rememberSignature: none,
  metrics: none,
  hosts: [],
  clock: { now: () => 0 },
  logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
});

/** The part of an operation of OpenAPI that is read here. */
interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
  };
}
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
}
interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

const description = app.swagger() as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};
await app.close();

/** Routes beside the API, which its description leaves out. */
const BESIDE: Readonly<Record<string, string>> = {
  'GET /':
    'One page with the latest scan. A browser asks for the token as a password; the user name does not matter.',
  'GET /healthz': 'The process lives.',
  'GET /metrics': 'Numbers for Prometheus.',
  'GET /readyz': 'Database and queue answer: 200, else 503.',
};

function apiPage(): string {
  const shown = routes
    .filter(({ method }) => method !== 'HEAD')
    .toSorted((a, b) => (`${a.path} ${a.method}` < `${b.path} ${b.method}` ? -1 : 1));
  return [
    '<!-- Made by `npm run docs` from the code: do not edit. -->',
    '',
    '# HTTP API',
    '',
    INTRODUCTION,
    '## Routes',
    '',
    '| route | who may call it | what it does |',
    '| --- | --- | --- |',
    ...shown.map(({ method, path, access }) => {
      const text = operationOf(method, path)?.summary ?? BESIDE[`${method} ${path}`] ?? '';
      return `| \`${method} ${path}\` | ${access} | ${text.replaceAll('|', '\\|')} |`;
    }),
    '',
    ...shown.flatMap(({ method, path }) => parametersOf(method, path)),
  ].join('\n');
}

function operationOf(method: string, path: string): Operation | undefined {
  return description.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
}

function parametersOf(method: string, path: string): readonly string[] {
  const { parameters = [], requestBody } = operationOf(method, path) ?? {};
  const body = Object.values(requestBody?.content ?? {})[0]?.schema;
  const rows = [
    ...parameters.map(({ name, in: place, required = false, schema }) =>
      row(name, place, required, schema),
    ),
    ...Object.entries(body?.properties ?? {}).map(([name, schema]) =>
      row(name, 'body', body?.required?.includes(name) === true, schema),
    ),
  ];
  if (rows.length === 0) return [];
  return [
    `### \`${method} ${path}\``,
    '',
    '| name | where | must be given | what |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ];
}

function row(name: string, place: string, isRequired: boolean, schema: Schema): string {
  return `| ${name} | ${place} | ${isRequired ? 'yes' : 'no'} | ${wordsOf(schema)} |`;
}

function wordsOf(schema: Schema): string {
  const { type = 'text', format, enum: choices, minimum, maximum, default: fallback } = schema;
  return [
    choices === undefined ? (format ?? type) : choices.join(', '),
    ...(minimum === undefined || maximum === undefined ? [] : [`${minimum} to ${maximum}`]),
    ...(fallback === undefined ? [] : [`default ${String(fallback)}`]),
  ].join('; ');
}

const INTRODUCTION = `The service describes itself at \`/v1/openapi.json\` (OpenAPI 3.1). It listens on 127.0.0.1:7788 unless told otherwise.

**Tokens.** \`Authorization: Bearer npt_…\`, made by \`netposture token create\`. \`read\` may read what was found, \`scan\` may
also ask for scans, \`admin\` may also manage tokens, read the evidence and adopt a baseline. Routes for \`open\` callers
want no token; \`signed\` ones want a signature instead.

**Names.** A request is answered only where its \`Host\` is \`localhost\`, the address that the service listens on, or one of
\`NETPOSTURE_HOSTS\`: else 421, so that no page on another site reaches the service through a name of its own. No header lets
other sites read an answer.

**Errors** are \`application/problem+json\` (RFC 9457) with a \`code\` that programs may compare: 400 the request makes no sense,
401 no token, a wrong one, a revoked or an expired one, 403 its role does not suffice, 404 nothing there, 413 more than 1 MiB,
415 not JSON, 421 a foreign name, 500 our own error.

**Lists** come in pages of \`limit\` items (at most 500). Where an answer has \`next\`, hand it in as \`cursor\` for the page that
follows. \`next\` is opaque.

**Asking for scans.** \`POST /v1/scans\` with \`{}\` scans everything; \`provider\`, \`account\` and \`location\` narrow it down. An
equal request that still waits takes a new one in (\`isNew\` is false), and a repeated \`idempotency-key\` gives the same scan
as long as that scan is kept. \`GET /v1/scans/:id/events\` tells the progress.

**Questions of reachability.** \`POST /v1/reach\` takes \`{"queries": [{"from": "internet", "to": "db-1", "port": 5432}]}\`, each as a
line of \`netposture reach --queries\`, and gives the same JSON for each. They are answered on the estate as the latest recorded
scan saw it: \`scan\` says which one that is, how old, and which parts it took over from earlier scans. A question that cannot be
understood has an \`error\` in its place.

**The baseline** is what was there when the scanner was introduced ([operations](operations.md#adopting-an-estate)). Findings and
exposures carry \`inBaseline\`: true where they are no more than it holds.

**The signed hook** lets CI ask for a scan without a token. It exists where \`NETPOSTURE_HOOK_SECRET\` is set. The header is
\`netposture-signature: t=SECONDS,v1=HEX\`; the hex is HMAC-SHA-256 of \`SECONDS.BODY\` with the secret. A signature is good for
five minutes, and once.

\`\`\`sh
BODY='{"provider":"aws"}'
AT=$(date +%s)
HEX=$(printf '%s.%s' "$AT" "$BODY" | openssl dgst -sha256 -hmac "$NETPOSTURE_HOOK_SECRET" | sed 's/.* //')
curl --data "$BODY" -H "netposture-signature: t=$AT,v1=$HEX" http://127.0.0.1:7788/v1/hook
\`\`\`
`;
