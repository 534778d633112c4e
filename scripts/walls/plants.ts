/** One import that a wall must refuse, or that no wall may refuse. */
export interface Plant {
  /** The wall that must fire; undefined where the import is fine. */
  readonly wall: string | undefined;
  /** The file that gets the import. */
  readonly from: string;
  /** A file of the tree (made where it does not exist), or a module specifier: `node:fs`, `@netposture/rules`. */
  readonly to: string;
}

const NETWORK = 'packages/network/src';
const PROVIDERS = 'packages/providers/src';
const RULES = 'packages/rules/src';
const SCANNER = 'apps/scanner/src';

function refused(wall: string, from: string, to: string): Plant {
  return { wall, from, to };
}

function fine(from: string, to: string): Plant {
  return { wall: undefined, from, to };
}

/**
 * At least one violation for each wall of `.dependency-cruiser.mjs`, and the neighbours that comply. All planted names
 * start with `planted-`, so that they never meet a real file; what they import may be real or not.
 */
export const plants: readonly Plant[] = [
  refused('no-cycles', `${NETWORK}/graph/planted-cycle.ts`, `${NETWORK}/graph/planted-cycle.ts`),
  refused('must-resolve', `${SCANNER}/scan/planted-missing.ts`, './planted-gone.ts'),

  refused('network-is-the-floor', `${NETWORK}/graph/planted-cloud.ts`, `${PROVIDERS}/planted-a.ts`),
  refused('network-is-the-floor', `${NETWORK}/netset/planted-app.ts`, `${SCANNER}/planted-a.ts`),
  refused('network-is-the-floor', `${NETWORK}/graph/planted-rule.ts`, `${RULES}/planted-a.ts`),
  refused('netset-below-graph', `${NETWORK}/netset/planted-up.ts`, `${NETWORK}/graph/planted-c.ts`),
  refused(
    'netset-below-graph',
    `${NETWORK}/netset/planted-top.ts`,
    `${NETWORK}/reachability/planted-a.ts`,
  ),
  refused(
    'graph-below-reachability',
    `${NETWORK}/graph/planted-up.ts`,
    `${NETWORK}/reachability/planted-a.ts`,
  ),
  fine(`${NETWORK}/reachability/planted-down.ts`, `${NETWORK}/graph/planted-c.ts`),

  refused('providers-know-no-rules', `${PROVIDERS}/planted-rules.ts`, `${RULES}/planted-a.ts`),
  refused('providers-know-no-rules', `${PROVIDERS}/http/planted-app.ts`, `${SCANNER}/planted-a.ts`),
  refused('rules-know-no-clouds', `${RULES}/rules/planted-cloud.ts`, `${PROVIDERS}/planted-a.ts`),
  fine(`${RULES}/rules/planted-fine.ts`, `${NETWORK}/graph/planted-c.ts`),
  refused(
    'one-cloud-per-folder',
    `${PROVIDERS}/gcp/planted-peer.ts`,
    `${PROVIDERS}/aws/planted-a.ts`,
  ),
  fine(`${PROVIDERS}/gcp/planted-fine.ts`, `${PROVIDERS}/planted-a.ts`),
  refused(
    'normalize-never-collects',
    `${PROVIDERS}/aws/normalize/planted-collect.ts`,
    `${PROVIDERS}/aws/collect/planted-a.ts`,
  ),
  refused(
    'normalize-never-collects',
    `${PROVIDERS}/aws/normalize/planted-http.ts`,
    `${PROVIDERS}/http/planted-a.ts`,
  ),

  refused('pure-code-does-no-io', `${RULES}/rules/planted-fs.ts`, 'node:fs'),
  refused('pure-code-does-no-io', `${NETWORK}/netset/planted-crypto.ts`, 'node:crypto'),
  refused('pure-code-does-no-io', `${SCANNER}/drift/planted-clock.ts`, 'node:timers'),
  fine(`${NETWORK}/netset/planted-fs.test.ts`, 'node:fs'),
  refused('pure-code-has-a-short-list', `${PROVIDERS}/hetzner/normalize/planted-npm.ts`, 'axios'),
  refused('pure-code-has-a-short-list', `${NETWORK}/graph/planted-npm.ts`, 'ipaddr.js'),
  fine(`${NETWORK}/graph/planted-zod.ts`, 'zod'),
  fine(`${RULES}/policy/planted-yaml.ts`, 'yaml'),
  fine(`${PROVIDERS}/hetzner/collect/planted-npm.ts`, 'axios'),

  refused(
    'pipeline-knows-no-edges',
    `${SCANNER}/scan/planted-store.ts`,
    `${SCANNER}/store/planted-a.ts`,
  ),
  refused(
    'pipeline-knows-no-edges',
    `${SCANNER}/drift/planted-http.ts`,
    `${SCANNER}/http/planted-a.ts`,
  ),
  refused(
    'pipeline-knows-no-edges',
    `${SCANNER}/evidence/planted-queue.ts`,
    `${SCANNER}/queue/planted-a.ts`,
  ),
  refused('edges-stay-apart', `${SCANNER}/cli/planted-peer.ts`, `${SCANNER}/http/planted-a.ts`),
  refused(
    'edges-stay-apart',
    `${SCANNER}/dashboard/planted-peer.ts`,
    `${SCANNER}/notify/planted-a.ts`,
  ),
  fine(`${SCANNER}/cli/planted-fine.ts`, `${SCANNER}/store/planted-a.ts`),
  refused('store-is-a-leaf', `${SCANNER}/store/planted-up.ts`, `${SCANNER}/scan/planted-run.ts`),
  fine(`${SCANNER}/store/planted-fine.ts`, `${SCANNER}/scan/ports.ts`),
  refused('roots-are-the-top', `${SCANNER}/http/planted-root.ts`, `${SCANNER}/cli.ts`),

  refused(
    'source-imports-no-test-files',
    `${NETWORK}/netset/planted-kit.ts`,
    `${NETWORK}/netset/planted.testkit.ts`,
  ),
  fine(`${NETWORK}/netset/planted-kit.test.ts`, `${NETWORK}/netset/planted.testkit.ts`),
  refused('product-stands-alone', `${SCANNER}/scan/planted-cloud.ts`, 'test/clouds/planted-a.ts'),
  refused('product-stands-alone', `${RULES}/planted-world.test.ts`, 'test/worlds/planted-a.ts'),
  refused('product-stands-alone', `${PROVIDERS}/planted-bench.ts`, 'bench/planted-a.ts'),
  fine('demo/planted-fine.ts', 'test/clouds/planted-a.ts'),
  fine('bench/planted-fine.ts', 'test/worlds/planted-a.ts'),
  fine('test/end-to-end/planted-fine.test.ts', 'test/clouds/planted-a.ts'),
  refused('clouds-and-worlds-only', 'demo/planted-suite.ts', 'test/conformance/planted-a.ts'),
  refused('clouds-and-worlds-only', 'bench/planted-suite.ts', 'test/end-to-end/planted-a.ts'),

  // By the name of the package, which a relative path in a wall would not see.
  refused('providers-know-no-rules', `${PROVIDERS}/aws/planted-by-name.ts`, '@netposture/rules'),
  refused('network-is-the-floor', `${NETWORK}/graph/planted-by-name.ts`, '@netposture/providers'),
  fine(`${RULES}/rules/planted-by-name.ts`, '@netposture/network/netset'),
];
