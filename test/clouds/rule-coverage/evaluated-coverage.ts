import { type Evaluation, RULES } from '@netposture/rules';
import type { CloudId, CloudUnderRules } from './clouds-under-rules.ts';
import { judgedGraph } from './judged-clouds.ts';
import { NOT_APPLICABLE } from './not-applicable.ts';
import { graphOfClouds } from './observed-clouds.ts';
import { SOUND } from './planted.ts';
import { WAVES } from './waves.ts';

/** What was seen of one rule in one cloud. */
export type CoverageCell = { readonly rule: string; readonly cloud: CloudId } & (
  | {
      /** The rule is silent about the sound estate, and open where its plant is. */
      readonly kind: 'fires';
      /** What it says of the planted estate. */
      readonly finding: string;
    }
  /** The rule is silent about both estates. */
  | { readonly kind: 'complies' }
  | { readonly kind: 'not-applicable'; readonly reason: string }
);

/** The whole table. */
export interface RuleCoverage {
  /** In order of rule, then of cloud. */
  readonly cells: readonly CoverageCell[];
  /** What rules say of the sound estates although there is nothing to say; empty is good. */
  readonly falseAlarms: readonly string[];
  /** Rules that gave no answer; empty is good. */
  readonly notEvaluated: readonly string[];
}

/** The sound estate of a cloud and the planted ones, judged. */
export interface JudgedCloud {
  readonly cloud: CloudUnderRules;
  readonly sound: Evaluation;
  /** One for each of {@link WAVES}. */
  readonly waves: readonly Evaluation[];
}

/** Serves the estates of a cloud one after the other, collects each with the clients that a scan uses, and judges it. */
export async function judgedCloud(cloud: CloudUnderRules): Promise<JudgedCloud> {
  const before = await graphOfClouds(cloud.clouds(SOUND));
  const sound = judgedGraph(before, cloud.policy);
  const waves: Evaluation[] = [];
  for (const wave of WAVES) {
    const graph = await graphOfClouds(cloud.clouds((rule) => wave.includes(rule)));
    waves.push(judgedGraph(graph, cloud.policy, before));
  }
  return { cloud, sound, waves };
}

/** The table of the judged clouds, in the order given. */
export function coverageOf(clouds: readonly JudgedCloud[]): RuleCoverage {
  return {
    cells: RULES.flatMap(({ id }) => clouds.map((judged) => cellOf(judged, id))),
    falseAlarms: clouds.flatMap(({ cloud, sound }) =>
      sound.findings
        .filter(({ state }) => state !== 'waived')
        .map(({ rule, state, message }) => `${cloud.id} ${rule}, ${state}: ${message}`),
    ),
    notEvaluated: clouds.flatMap(({ cloud, sound, waves }) =>
      [sound, ...waves].flatMap(({ notEvaluated }) =>
        notEvaluated.map(({ rule, message }) => `${cloud.id} ${rule}: ${message}`),
      ),
    ),
  };
}

function cellOf({ cloud, waves }: JudgedCloud, rule: string): CoverageCell {
  const place = { rule, cloud: cloud.id };
  const excuse = NOT_APPLICABLE.find((one) => one.rule === rule && one.cloud === cloud.id);
  if (excuse !== undefined) return { ...place, kind: 'not-applicable', reason: excuse.reason };
  const planted = waves[WAVES.findIndex((wave) => wave.includes(rule))];
  const open = (planted?.findings ?? []).filter((one) => one.rule === rule && one.state === 'open');
  // The first in order of id, so that it stays the same.
  const [first] = open.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return first === undefined
    ? { ...place, kind: 'complies' }
    : { ...place, kind: 'fires', finding: first.message };
}
