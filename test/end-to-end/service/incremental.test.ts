import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import {
  type CoverageEntry,
  type Graph,
  graphOf,
  type ProviderId,
  providerId,
} from '@netposture/network/graph';
import { createCollectContext, type Observation, type Provider } from '@netposture/providers';
import { parsePolicy } from '@netposture/rules';
import { describe, expect, it } from 'vitest';
import { createRuleJudge } from '../../../apps/scanner/src/scan/judge-rules.ts';
import { KeptState } from '../../../apps/scanner/src/scan/kept-state.ts';
import { runWholeScan } from '../../../apps/scanner/src/scan/run-scan.ts';
import { HeldShards } from '../../../apps/scanner/src/store/held-shards.ts';
import { type Database, openDatabase } from '../../../apps/scanner/src/store/open-database.ts';
import { createScanStore } from '../../../apps/scanner/src/store/scan-store.ts';
import { hetzner } from '../../../packages/providers/src/hetzner/index.ts';
import { changedGraph } from '../../oracle/change.testkit.ts';
import { randomGraph } from '../../oracle/random-graph.testkit.ts';

/** Estates to try: `NETPOSTURE_INCREMENTAL_ESTATES`. */
const ESTATES = Number(env['NETPOSTURE_INCREMENTAL_ESTATES'] ?? 1);
const SCANS = 14;

/** What an estate is at one scan: the edits made to it so far, what is gone of it, and whether its call failed. */
interface Turn {
  readonly edits: readonly number[];
  readonly gone: number;
  readonly isUnseen: boolean;
}

/** An estate that changes from scan to scan; every record of every graph is an object of its own. */
class ChangingEstate {
  readonly #seed: number;
  turn: Turn = { edits: [], gone: 0, isUnseen: false };

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** The adapter that tells it. Two of them share nothing. */
  provider(): Provider {
    const id = providerId('oracle');
    const observation = (): Observation => ({
      format: 1,
      provider: id,
      account: 'acme',
      location: 'global',
      operation: 'everything',
      request: {},
      outcome: this.turn.isUnseen ? 'failed' : 'complete',
      pages: 1,
      collectedAt: new Date(0).toISOString(),
      items: [JSON.stringify(this.turn)],
    });
    return {
      ...hetzner,
      id,
      operations: [],
      discover: async () => ({
        targets: [{ account: 'acme', location: 'global' }],
        observations: [],
      }),
      collect: async function* () {
        yield observation();
      },
      normalize: (observations) =>
        this.#graph(JSON.parse(String(observations[0]?.items[0])) as Turn, id),
    };
  }

  #graph({ edits, gone, isUnseen }: Turn, provider: ProviderId): Graph {
    let graph = randomGraph(this.#seed);
    for (const edit of edits) graph = changedGraph(graph, numbersFrom(edit)).graph;
    const records = [...graph.records.values()];
    // A call that failed told of nothing that runs.
    const seen = records.filter(
      ({ kind }, at) =>
        !(isUnseen && (kind === 'workload' || kind === 'filter')) &&
        !(kind === 'workload' && at % 7 < gone),
    );
    const places = new Set(
      records.map(({ provenance }) =>
        JSON.stringify([provenance.provider, provenance.account, provenance.location]),
      ),
    );
    const coverage = [...places].map((place): CoverageEntry => {
      const [cloud, account, location] = JSON.parse(place) as [string, string, string];
      const scope = { provider: providerId(cloud), account, location, operation: 'everything' };
      const outcome = isUnseen ? 'failed' : 'complete';
      return { scope, outcome, items: 1, ...(isUnseen ? { message: 'It failed.' } : {}) };
    });
    const own = { provider, account: 'acme', location: 'global', operation: 'everything' };
    return graphOf(seen, [...coverage, { scope: own, outcome: 'complete', items: 1 }]);
  }
}

/** One step of a life: mostly an edit, else an edit taken back, things that go and come, a call that fails, or nothing. */
function nextTurn(turn: Turn, random: () => number): Turn {
  const choice = Math.floor(random() * 10);
  const seen = { ...turn, isUnseen: false };
  if (choice < 5) {
    const edits = Array.from({ length: 1 + choice }, () => Math.floor(random() * 1e6));
    return { ...seen, edits: [...turn.edits, ...edits] };
  }
  if (choice === 5) return { ...seen, edits: turn.edits.slice(0, -1) };
  if (choice === 6) return { ...seen, gone: Math.floor(random() * 3) };
  if (choice === 7) return { ...seen, isUnseen: true };
  return seen;
}

/** A service's path from collecting to the record, over a store of its own. */
async function openPath(estate: ChangingEstate, kept: KeptState | undefined) {
  const directory = mkdtempSync(join(tmpdir(), 'netposture-'));
  const database = await openDatabase({ kind: 'embedded', directory });
  const provider = estate.provider();
  const { policy } = parsePolicy('{ preset: strict }', 'policy.yaml', { environment: {} });
  let now = Date.UTC(2026, 10, 21);
  const ways: boolean[] = [];
  const held = new HeldShards(kept === undefined ? 0 : 1e6);
  const clock = { now: () => now };
  const ignore = () => undefined;
  return {
    scan: async () => {
      now += 3_600_000;
      const id = await runWholeScan(
        { scope: {}, reason: 'command' },
        {
          store: createScanStore(database.kysely, clock, held),
          accounts: [{ provider, settings: {} }],
          context: createCollectContext({ signal: new AbortController().signal, clock }),
          providers: [provider],
          evaluateRules: createRuleJudge(policy),
          clock,
          destinations: ['slack'],
          toldResolved: new Set(['slack']),
          ...(kept === undefined ? {} : { kept }),
          logger: {
            debug: ignore,
            warn: ignore,
            error: ignore,
            info: (_, fields) => void ways.push(fields?.['isWhole'] === true),
          },
        },
      );
      return contentOf(database, id);
    },
    /** How many differences were told so far. */
    drift: async () => (await database.kysely.selectFrom('drift').select('id').execute()).length,
    /** Which of the scans judged the whole estate. */
    ways,
    close: () => database.close(),
  };
}

const TABLES = [
  'scan',
  'finding_seen',
  'finding_event',
  'exposure',
  'drift',
  'address_sighting',
  'coverage',
  'outbox',
] as const;

/** Everything that scans leave behind, without the names that chance gave them. */
async function contentOf({ kysely }: Database, latest: string): Promise<string> {
  const scans = await kysely.selectFrom('scan').select('id').orderBy('requested_at').execute();
  const tables: unknown[] = [];
  for (const table of TABLES) {
    const rows: readonly object[] = await kysely.selectFrom(table).selectAll().execute();
    const named = rows.map((row) => {
      let text = JSON.stringify(row);
      for (const [at, { id }] of scans.entries()) text = text.replaceAll(id, `scan ${at}`);
      // The id of a drift item is a digest of the scan's; that of an event is its number.
      return text.replaceAll(/"id":("[0-9a-f]{32}"|[0-9]+)/g, '"id":"of a row"');
    });
    tables.push(named.toSorted());
  }
  expect(scans.at(-1)?.id).toBe(latest);
  return JSON.stringify(tables, null, 1);
}

function numbersFrom(seed: number): () => number {
  let state = (seed % 99_991) * 7919 + 17;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

describe('a service that keeps what it judged last', () => {
  it(`records byte for byte what one records that judges every estate as a whole, ${ESTATES} times ${SCANS} scans`, {
    timeout: 60_000 + ESTATES * 20_000,
  }, async () => {
    let told = 0;
    const ways = { whole: 0, incremental: 0 };
    for (let seed = 0; seed < ESTATES; seed += 1) {
      const estate = new ChangingEstate(seed + 4);
      const random = numbersFrom(seed + 1);
      const keeping = await openPath(estate, new KeptState(() => true));
      const forgetful = await openPath(estate, undefined);
      for (let scan = 0; scan < SCANS; scan += 1) {
        const [kept, whole] = [await keeping.scan(), await forgetful.scan()];
        expect(kept, `seed ${seed}, scan ${scan}: ${JSON.stringify(estate.turn)}`).toBe(whole);
        estate.turn = nextTurn(estate.turn, random);
      }
      expect(forgetful.ways).not.toContain(false);
      for (const isWhole of keeping.ways) ways[isWhole ? 'whole' : 'incremental'] += 1;
      told += await keeping.drift();
      await keeping.close();
      await forgetful.close();
    }
    expect(told).toBeGreaterThan(ESTATES);
    expect(ways).toEqual({ whole: ESTATES, incremental: ESTATES * (SCANS - 1) });
  });
});
