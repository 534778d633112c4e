import { readFile } from 'node:fs/promises';
import {
  answerQuery,
  EndpointError,
  Reachability,
  type ReachQuery,
} from '@netposture/network/reachability';
import { reachJson } from '../output/reach-json.ts';
import { readOfflineEstate } from '../scan/offline-estate.ts';
import { type CommandStreams, ExitCode } from './command-streams.ts';
import { parseQuery, parseQueryLine, QueryError } from './reach-query-text.ts';
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
  const ask = await openEstate(options, streams);
  if (ask === undefined) return ExitCode.unseen;
  return options.queries === undefined
    ? askOne(options, ask, streams)
    : askMany(options.queries, ask, streams);
}

type Ask = (query: ReachQuery) => ReturnType<typeof answerQuery>;

async function openEstate(
  options: ReachOptions,
  streams: CommandStreams,
): Promise<Ask | undefined> {
  try {
    const { linked } = await readOfflineEstate(options.observations, { strict: options.strict });
    const reachability = new Reachability(linked);
    return (query) => answerQuery(reachability, query);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('POSTURE_OBSERVATIONS_UNREADABLE'))
      throw error;
    streams.writeMessage(`${error.message}\n`);
    return undefined;
  }
}

function askOne(options: ReachOptions, ask: Ask, streams: CommandStreams): number {
  try {
    const query = queryOf(options);
    const result = ask(query);
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

async function askMany(file: string, ask: Ask, streams: CommandStreams): Promise<number> {
  const text = await readFile(file, 'utf8');
  let exitCode: number = ExitCode.ok;
  let pending: string[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const { json, isError } = answerLine(line, ask);
    if (isError) exitCode = ExitCode.usage;
    pending.push(json);
    if (pending.length < LINES_PER_WRITE) continue;
    streams.writeResult(`${pending.join('\n')}\n`);
    pending = [];
  }
  if (pending.length > 0) streams.writeResult(`${pending.join('\n')}\n`);
  return exitCode;
}

const LINES_PER_WRITE = 256;

function answerLine(line: string, ask: Ask): { readonly json: string; readonly isError: boolean } {
  try {
    const query = parseQueryLine(line);
    return { json: JSON.stringify(reachJson(query, ask(query))), isError: false };
  } catch (error) {
    const refused = refusalOf(error);
    if (refused === undefined) throw error;
    return { json: JSON.stringify({ error: refused }), isError: true };
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
