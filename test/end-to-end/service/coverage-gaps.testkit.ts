import type { RunningService } from '../http/running.testkit.ts';

/** One call of the coverage that did not answer in full. */
interface CoverageGap {
  readonly scope: { readonly operation: string };
  readonly outcome: string;
  readonly missingPermission?: string;
}

/** What the latest scan could not see, as the API tells it. */
export async function coverageGaps(
  service: Pick<RunningService, 'call'>,
): Promise<readonly CoverageGap[]> {
  const coverage = (await (await service.call('/v1/coverage?limit=500')).json()) as {
    readonly items: readonly CoverageGap[];
  };
  return coverage.items.filter(({ outcome }) => outcome !== 'complete');
}
