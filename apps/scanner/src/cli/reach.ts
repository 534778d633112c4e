import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import {
  answerQuery,
  EndpointError,
  Reachability,
  type ReachQuery,
  type VerdictWord,
} from '@netposture/network/reachability';
import { reachJson } from '../output/reach-json.ts';
import { parseQuery, parseQueryLine, QueryError } from '../questions/reach-query-text.ts';
import { CommandError, type CommandStreams, ExitCode } from './command-streams.ts';
import { openEstate } from './open-estate.ts';
import { QueryAnswers } from './query-answers.ts';
import { renderReach } from './render-reach.ts';

/** What `netposture reach` was given. */
export interface ReachOptions {
  readonly observations: string;
  readonly strict: boolean;
  readonly from?: string;
  readonly to?: string;
  readonly protocol?: string;
  readonly port?: number;
  readonly sourcePort?: number;
  readonly icmpType?: number;
  readonly icmpCode?: number;
  readonly queries?: string;
  readonly format: 'text' | 'json';
  readonly expect?: 'allowed' | 'denied';
}

/**
 * Answers one question, or a file of them. Exit codes: 0 answered; 1 the verdict is not the expected one; 2 a question could
 * not be understood; 3 the observations could not be read.
 */
export async function runReach(options: ReachOptions, streams: CommandStreams): Promise<number> {
  const { linked } = await openEstate(options.observations, options.strict);
  const reachability = new Reachability(linked);
  return options.queries === undefined
    ? askOne(options, reachability, streams)
    : askMany(options, options.queries, new QueryAnswers(reachability), streams);
}

function askOne(
  options: ReachOptions,
  reachability: Reachability,
  streams: CommandStreams,
): number {
  try {
    const query = queryOf(options);
    const result = answerQuery(reachability, query);
    streams.writeResult(
      options.format === 'json'
        ? `${JSON.stringify(reachJson(query, result))}\n`
        : renderReach(query, result),
    );
    if (options.expect === undefined || options.expect === result.verdict) return ExitCode.ok;
    streams.writeMessage(`Expected ${options.expect}, found ${result.verdict}.\n`);
    return ExitCode.findings;
  } catch (error) {
    const refused = refusalOf(error);
    if (refused === undefined) throw error;
    streams.writeMessage(`${refused.code}: ${refused.message}\n`);
    return ExitCode.usage;
  }
}

async function askMany(
  options: ReachOptions,
  file: string,
  answers: QueryAnswers,
  streams: CommandStreams,
): Promise<number> {
  const text = await questionsIn(file);
  let isExpected = true;
  let isUsable = true;
  let pending: string[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const { json, verdict } = answerLine(line, answers);
    if (verdict === undefined) isUsable = false;
    else if (options.expect !== undefined && verdict !== options.expect) isExpected = false;
    pending.push(json);
    if (pending.length < LINES_PER_WRITE) continue;
    streams.writeResult(`${pending.join('\n')}\n`);
    pending = [];
    // Lets a closed pipe and Ctrl-C be noticed.
    await setImmediate();
    if (streams.isResultClosed?.() === true) break;
    streams.signal?.throwIfAborted();
  }
  if (pending.length > 0) streams.writeResult(`${pending.join('\n')}\n`);
  if (!isUsable) return ExitCode.usage;
  return isExpected ? ExitCode.ok : ExitCode.findings;
}

const LINES_PER_WRITE = 256;

async function questionsIn(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    const message = `${file} could not be read (${code}). Name a file with one JSON question a line.`;
    throw new CommandError('POSTURE_QUERIES_UNREADABLE', message);
  }
}

interface AnsweredLine {
  readonly json: string;
  /** Absent where the line could not be understood. */
  readonly verdict?: VerdictWord;
}

function answerLine(line: string, answers: QueryAnswers): AnsweredLine {
  try {
    return answers.answer(parseQueryLine(line));
  } catch (error) {
    const refused = refusalOf(error);
    if (refused === undefined) throw error;
    return { json: JSON.stringify({ error: refused }) };
  }
}

function queryOf(options: ReachOptions): ReachQuery {
  const { from, to } = options;
  if (from === undefined || to === undefined) {
    throw new QueryError('Say --from and --to, or --queries FILE.');
  }
  return parseQuery({
    from,
    to,
    protocol: options.protocol,
    port: options.port,
    sourcePort: options.sourcePort,
    icmpType: options.icmpType,
    icmpCode: options.icmpCode,
  });
}

function refusalOf(
  error: unknown,
): { readonly code: string; readonly message: string } | undefined {
  if (error instanceof QueryError || error instanceof EndpointError) {
    return { code: error.code, message: error.message };
  }
  return undefined;
}
