import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type AddressSighting,
  addressSightings,
  type LinkedGraph,
  type ResourceId,
} from '@netposture/network/graph';
import { Reachability } from '@netposture/network/reachability';
import { parsePolicy } from '@netposture/rules';
import { readServiceConfig } from '../../apps/scanner/src/config/service-config.ts';
import { createRuleJudge } from '../../apps/scanner/src/scan/judge-rules.ts';
import { collectEstate } from '../../apps/scanner/src/scan/live-estate.ts';
import type { EvaluateRules } from '../../apps/scanner/src/scan/ports.ts';
import { type SimulatedCompany, startCompany } from '../../demo/company/clouds.ts';
import { AS_FOUND, type CompanyFacts, YESTERDAY } from '../../demo/company/facts.ts';
import { createTestContext } from '../../packages/providers/src/client/context.testkit.ts';

const POLICY = fileURLToPath(new URL('../../demo/netposture.yaml', import.meta.url));
const NOW = '2026-11-21T12:00:00Z';

type Findings = ReturnType<EvaluateRules>['findings'];

/** An estate, and what the policy of the demo says to it. */
export interface Judged {
  readonly linked: LinkedGraph;
  readonly findings: Findings;
}

/** The company of the demo, running, with yesterday's scan remembered: what the service knows at its second scan. */
export class Larkfield {
  readonly company: SimulatedCompany;
  readonly #earlier: readonly AddressSighting[];
  #asFound: Promise<Judged> | undefined;

  private constructor(company: SimulatedCompany, earlier: readonly AddressSighting[]) {
    this.company = company;
    this.#earlier = earlier;
  }

  /** Starts the clouds and scans yesterday. */
  static async start(): Promise<Larkfield> {
    const company = await startCompany(YESTERDAY);
    const yesterday = await collected(company);
    return new Larkfield(company, addressSightings(yesterday.graph, '2026-11-20T12:00:00Z'));
  }

  /** Today's company, scanned through the real clients; once, since nothing changes it. */
  asFound(): Promise<Judged> {
    this.#asFound ??= this.scan({});
    return this.#asFound;
  }

  /** Today's company with these facts changed, scanned through the real clients. */
  async scan(changed: Partial<CompanyFacts>): Promise<Judged> {
    this.company.become({ ...AS_FOUND, ...changed });
    const linked = await collected(this.company);
    return { linked, findings: this.judge(linked) };
  }

  /** What the demo's policy says to an estate. */
  judge(linked: LinkedGraph): Findings {
    const { policy } = parsePolicy(readFileSync(POLICY, 'utf8'), POLICY, {
      environment: this.company.variables,
    });
    const { findings, notEvaluated } = createRuleJudge(policy)({
      linked,
      reachability: new Reachability(linked),
      earlier: this.#earlier,
      coverage: linked.graph.coverage,
      now: NOW,
    });
    if (notEvaluated.length > 0) throw new Error(`not evaluated: ${notEvaluated.join(', ')}`);
    return findings;
  }

  /** Severity and rule of every finding about what is called so, in order; members count as well as subjects. */
  async about(name: string, changed?: Partial<CompanyFacts>): Promise<readonly string[]> {
    const { linked, findings } = await (changed === undefined
      ? this.asFound()
      : this.scan(changed));
    return findings
      .filter(({ detail }) => {
        const { subject, members } = detail;
        // Members are ids of records, kept as text.
        const names = members.map((id) => linked.graph.records.get(id as ResourceId)?.name);
        return subject === name || names.includes(name);
      })
      .map(({ severity, rule }) => `${severity} ${rule}`)
      .toSorted();
  }

  /** Stops the clouds. */
  async close(): Promise<void> {
    await this.company.close();
  }
}

/** Scans through the real clients. Fails where a cloud was asked for what it does not have, or did not answer something. */
async function collected(company: SimulatedCompany): Promise<LinkedGraph> {
  const variables = { ...company.variables, LARKFIELD_SLACK: 'http://127.0.0.1:9/' };
  const { accounts } = await readServiceConfig(POLICY, variables);
  const { linked } = await collectEstate(accounts, createTestContext());
  const unseen = linked.graph.coverage.filter(({ outcome }) => outcome !== 'complete');
  const complaints = [...company.unexpected(), ...unseen.map((gap) => JSON.stringify(gap))];
  if (complaints.length > 0) throw new Error(complaints.join('\n'));
  return linked;
}
