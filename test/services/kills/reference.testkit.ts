import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCollectContext } from '@netposture/providers';
import { parsePolicy } from '@netposture/rules';
import { systemClock } from '../../../apps/scanner/src/clock.ts';
import { createRuleJudge } from '../../../apps/scanner/src/scan/judge-rules.ts';
import type { AccountEntry } from '../../../apps/scanner/src/scan/ports.ts';
import { runWholeScan } from '../../../apps/scanner/src/scan/run-scan.ts';
import { openDatabase } from '../../../apps/scanner/src/store/open-database.ts';
import { createScanStore } from '../../../apps/scanner/src/store/scan-store.ts';
import { hetzner } from '../../../packages/providers/src/hetzner/index.ts';

/** What is known after some scans, in a shape that two services can be compared by. */
export interface Known {
  /** `id: state`, in order. */
  readonly findings: readonly string[];
  /** `target: packets that get in`, in order. */
  readonly exposures: readonly string[];
  /** `kind subject` of everything that ever changed, in order. */
  readonly drift: readonly string[];
}

/** The same scans in one process that nobody kills. */
export interface Reference {
  /** One more scan; what is known then. */
  scan(): Promise<Known>;
  close(): Promise<void>;
}

/** Opens a reference with a store of its own. */
export async function openReference(accounts: readonly AccountEntry[]): Promise<Reference> {
  const directory = mkdtempSync(join(tmpdir(), 'netposture-'));
  const database = await openDatabase({ kind: 'embedded', directory });
  const { policy } = parsePolicy('{}', 'reference.yaml', { environment: {} });
  const ports = {
    store: createScanStore(database.kysely, systemClock),
    accounts,
    context: createCollectContext({ signal: new AbortController().signal }),
    providers: [hetzner],
    evaluateRules: createRuleJudge(policy),
    clock: systemClock,
    destinations: [],
  };
  return {
    scan: async () => {
      await runWholeScan({ scope: {}, reason: 'command' }, ports);
      const rows = (query: { execute(): Promise<readonly { readonly content: unknown }[]> }) =>
        query.execute().then((all) => all.map(({ content }) => content));
      const { kysely } = database;
      return knownFrom({
        findings: await rows(kysely.selectFrom('finding').select('content')),
        exposures: await rows(
          kysely.selectFrom('exposure').select('content').where('ended_scan_id', 'is', null),
        ),
        drift: await rows(kysely.selectFrom('drift').select('content')),
      });
    },
    close: () => database.close(),
  };
}

/** Puts what a store or an API tells into the shape for comparing. */
export function knownFrom(told: {
  readonly findings: readonly unknown[];
  readonly exposures: readonly unknown[];
  readonly drift: readonly unknown[];
}): Known {
  const findings = told.findings as readonly { id: string; state: string }[];
  const exposures = told.exposures as readonly { target: string; allowed: unknown }[];
  const drift = told.drift as readonly { kind: string; subject: string }[];
  return {
    findings: findings.map(({ id, state }) => `${id}: ${state}`).toSorted(),
    exposures: exposures
      .map(({ target, allowed }) => `${target}: ${JSON.stringify(allowed)}`)
      .toSorted(),
    drift: drift.map(({ kind, subject }) => `${kind} ${subject}`).toSorted(),
  };
}
