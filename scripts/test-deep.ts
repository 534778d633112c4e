/**
 * The long test campaigns: `npm run test:deep` runs all of them, `npm run test:deep -- <name>` one.
 * `--cases=N` sets the cases of each law (default 1,000,000; CI runs a tenth).
 */
import { spawnSync } from 'node:child_process';

interface Campaign {
  readonly name: string;
  /** One line for the list of campaigns. */
  readonly about: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const NETSET = 'packages/network/src/netset';
const DEFAULT_CASES = '1000000';

/** Every campaign. Add yours here: a name, a sentence, a command of a tool in `node_modules/.bin`. */
function campaigns(cases: string): readonly Campaign[] {
  return [
    {
      name: 'laws',
      about: 'the laws of the packet-set algebra, 1,000,000 cases each',
      command: ['vitest', 'run', `${NETSET}/laws`, '--reporter=verbose'],
      environment: { NETSET_RUNS: cases },
    },
    {
      name: 'solver',
      about: 'the packet-set algebra agrees with an SMT solver on 2,000 random expressions',
      command: ['vitest', 'run', `${NETSET}/solver.test.ts`],
      environment: { NETPOSTURE_SOLVER: '1' },
    },
    {
      name: 'coverage',
      about: 'every line and branch of the packet-set algebra is reached by its tests',
      command: [
        'vitest',
        'run',
        NETSET,
        '--coverage',
        `--coverage.include=${NETSET}/**`,
        '--coverage.exclude=**/*.testkit.ts',
        '--coverage.reporter=text',
        ...['lines', 'branches', 'functions', 'statements'].map(
          (what) => `--coverage.thresholds.${what}=100`,
        ),
      ],
      environment: { NETSET_RUNS: '100', NETSET_PROFILE: 'mutation' },
    },
    {
      name: 'mutation',
      about:
        'mutation testing of the packet-set algebra, 200 cases a law: 95 % are killed, the rest explained',
      command: ['node', 'scripts/mutation/campaign.ts'],
      environment: { NETSET_RUNS: '200', NETSET_PROFILE: 'mutation' },
    },
    {
      name: 'oracle',
      about: 'the reachability engine and a brute-force oracle agree on 20,000 random graphs',
      command: ['node', 'scripts/oracle-campaign.ts'],
      environment: {},
    },
    {
      name: 'changes',
      about: 'after 5,000 random edits, what was kept and worked out again equals a new start',
      command: ['vitest', 'run', 'test/oracle/change.test.ts'],
      environment: { NETPOSTURE_ORACLE_EDITS: '5000' },
    },
    {
      name: 'faults',
      about: 'the whole fault matrix of every adapter',
      command: ['vitest', 'run', 'test/conformance', 'test/end-to-end'],
      environment: { CONFORMANCE: 'deep', NETPOSTURE_DEEP: '1' },
    },
    {
      name: 'kills',
      about: 'kill -9 of the service in 200 scans, and of a worker on Redis in 200',
      command: [
        'vitest',
        'run',
        '--config',
        'test/services/vitest.config.ts',
        'test/services/kills',
      ],
      environment: { NETPOSTURE_KILL_ROUNDS: '200' },
    },
  ];
}

function main(arguments_: readonly string[]): number {
  const casesOption = arguments_.find((argument) => argument.startsWith('--cases='));
  const all = campaigns(casesOption?.slice('--cases='.length) ?? DEFAULT_CASES);
  const names = arguments_.filter((argument) => !argument.startsWith('--'));
  const unknown = names.find((name) => !all.some((campaign) => campaign.name === name));
  if (unknown !== undefined) {
    process.stderr.write(`There is no campaign "${unknown}". There are:\n`);
    for (const { name, about } of all) process.stderr.write(`  ${name}: ${about}\n`);
    return 2;
  }
  let failed = 0;
  for (const campaign of all) {
    if (names.length > 0 && !names.includes(campaign.name)) continue;
    if (!passes(campaign)) failed++;
  }
  return failed === 0 ? 0 : 1;
}

function passes({ name, about, command, environment }: Campaign): boolean {
  process.stdout.write(`\n== ${name}: ${about}\n`);
  const [tool = '', ...rest] = command;
  const started = performance.now();
  const { status } = spawnSync(`node_modules/.bin/${tool}`, rest, {
    cwd: `${import.meta.dirname}/..`,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  process.stdout.write(`== ${name}: ${status === 0 ? 'passed' : 'FAILED'} in ${seconds} s\n`);
  return status === 0;
}

process.exitCode = main(process.argv.slice(2));
