/**
 * `netposture reach --queries` as people run it: a folder of files as the AWS CLI writes them, with 20 instances, and 100,000
 * different questions about them, each answered in full. Timed from the start of the process to its end, once as it is and
 * once with no question at all, which shows what starting and reading the folder cost: `npm run bench -- queries`. On a busy
 * machine the clock says how busy it is; processor time, threads and the kernel's part included, says what the work costs.
 */
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AwsOperation } from '../packages/providers/src/aws/aws-operation.ts';
import { COLLECTED_OPERATIONS } from '../packages/providers/src/aws/operations/index.ts';
import type { JsonValue } from '../packages/providers/src/json.ts';
import { observedEstate } from './estate-observations.ts';
import { readable, table } from './measure.ts';

const SEED = 7;
const INSTANCES = 20;
const QUESTIONS = 100_000;
const BUDGET_SECONDS = 10;
/** Makes an estate that has more instances than are asked about, and databases and balancers beside them. */
const RULES = 320;

const LAUNCHER = join(import.meta.dirname, '../apps/scanner/bin/netposture.mjs');

function main(): number {
  const folder = mkdtempSync(join(tmpdir(), 'netposture-queries-'));
  try {
    const estate = join(folder, 'aws');
    mkdirSync(estate);
    const instances = writeEstate(estate);
    const questions = join(folder, 'questions.ndjson');
    const none = join(folder, 'none.ndjson');
    const lines = questionsAbout(instances);
    writeFileSync(questions, `${lines.join('\n')}\n`);
    writeFileSync(none, '');
    const start = timed(estate, none, folder);
    const all = timed(estate, questions, folder);
    const perQuestion = (1000 * (all.processorSeconds - start.processorSeconds)) / lines.length;
    console.log(
      table([
        ['instances', 'questions', 'answers', 'allowed', 'denied', 'undetermined', 'output MB'],
        [instances.length, lines.length, all.answers, ...all.words, all.megabytes].map(
          (value) => `${typeof value === 'number' ? Math.round(value) : value}`,
        ),
      ]),
    );
    console.log(
      `\nwhole process ${readable(all.seconds)} s (budget ${BUDGET_SECONDS} s: ${all.seconds < BUDGET_SECONDS ? 'kept' : 'MISSED'}), ` +
        `${readable(all.processorSeconds)} s of them processor time; start and folder alone ${readable(start.seconds)} s and ` +
        `${readable(start.processorSeconds)} s; a question ${readable(perQuestion)} ms of processor time`,
    );
    return all.answers === lines.length && all.status === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Writes one file per call, and gives the ids of the instances that are asked about. */
function writeEstate(folder: string): readonly string[] {
  const operations = new Map(COLLECTED_OPERATIONS.map((one) => [one.id, one]));
  const instances: string[] = [];
  for (const { operation, subject, items } of observedEstate({ rules: RULES }, SEED)) {
    const declared = operations.get(operation);
    if (declared === undefined) continue;
    const kept =
      operation === 'DescribeInstances' ? items.slice(0, INSTANCES) : (items as JsonValue[]);
    if (operation === 'DescribeInstances') instances.push(...kept.map(instanceId));
    const name = subject === undefined ? operation : `${operation}.${encodeURIComponent(subject)}`;
    const text = JSON.stringify(documentOf(declared, kept), undefined, 2);
    writeFileSync(join(folder, `${name}.json`), text);
  }
  if (instances.length !== INSTANCES) throw new Error(`only ${instances.length} instances`);
  return instances;
}

/** The answer as the AWS CLI prints it: the items in the member that the call names. */
function documentOf({ list }: AwsOperation, items: readonly JsonValue[]): JsonValue {
  if (list === undefined) return items[0] ?? {};
  return list
    .split('.')
    .reduceRight<JsonValue>((inner, member) => ({ [member]: inner }), items as JsonValue);
}

function instanceId(item: JsonValue): string {
  const { Instances } = item as { readonly Instances: readonly { readonly InstanceId: string }[] };
  return Instances[0]?.InstanceId ?? '';
}

/** Every ordered pair of instances, and the internet and a stranger with each of them, over TCP and UDP on ever other ports. */
function questionsAbout(instances: readonly string[]): readonly string[] {
  const strangers = ['internet', '9.9.9.9'];
  const pairs = [
    ...instances.flatMap((from) =>
      [...instances, ...strangers].filter((to) => to !== from).map((to) => [from, to] as const),
    ),
    ...strangers.flatMap((from) => instances.map((to) => [from, to] as const)),
  ];
  return Array.from({ length: QUESTIONS }, (_, position) => {
    const [from = '', to = ''] = pairs[position % pairs.length] ?? [];
    const round = Math.floor(position / pairs.length);
    const protocol = round % 2 === 0 ? 'tcp' : 'udp';
    return JSON.stringify({ from, to, protocol, port: portOf(round >> 1) });
  });
}

/** Well-known ports first, then ports all over the range, none of them twice. */
function portOf(position: number): number {
  const known = [22, 53, 80, 123, 443, 3306, 3389, 5432, 6379, 8080, 9200, 27_017];
  return known[position] ?? 1000 + 131 * position;
}

/** A module that makes a process tell the microseconds of its processor time on standard error when it ends. */
const TELL_PROCESSOR_TIME = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => { const { user, system } = process.cpuUsage(); process.stderr.write('processor ' + (user + system)); });",
)}`;

interface Run {
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly status: number | null;
  readonly answers: number;
  readonly words: readonly number[];
  readonly megabytes: number;
}

function timed(estate: string, questions: string, folder: string): Run {
  const output = join(folder, 'answers.ndjson');
  const file = openSync(output, 'w');
  const started = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      '--import',
      TELL_PROCESSOR_TIME,
      LAUNCHER,
      'reach',
      '--observations',
      estate,
      '--queries',
      questions,
    ],
    { stdio: ['ignore', file, 'pipe'], encoding: 'utf8' },
  );
  const seconds = (performance.now() - started) / 1000;
  const processorSeconds = Number(/processor ([0-9]+)/.exec(stderr)?.[1]) / 1e6;
  closeSync(file);
  const text = readFileSync(output, 'utf8');
  const lines = text.split('\n').filter((line) => line !== '');
  const words = ['allowed', 'denied', 'undetermined'].map(
    (word) => lines.filter((line) => line.includes(`"verdict":"${word}","disposition"`)).length,
  );
  rmSync(output);
  return {
    seconds,
    processorSeconds,
    status,
    answers: lines.length,
    words,
    megabytes: text.length / 1e6,
  };
}

process.exitCode = main();
