import { type Graph, type LinkedGraph, link, merge } from '@netposture/network/graph';
import {
  coverageOfFileGap,
  type FileGap,
  loadProviders,
  type Observation,
  type Provider,
  readObservations,
} from '@netposture/providers';

/** Everything that a folder of files told about an estate. */
export interface OfflineEstate {
  readonly linked: LinkedGraph;
  readonly observations: readonly Observation[];
}

/** How a folder is read. */
export interface OfflineOptions {
  /** Makes every optional feature without a file a gap instead of an assumption. */
  readonly strict: boolean;
}

/**
 * Reads a folder of recorded observations, or of answers that people saved from the providers' own tools, into one linked
 * graph over all providers. What could not be taken in is in the graph's coverage.
 *
 * @throws Error `POSTURE_OBSERVATIONS_UNREADABLE` when the folder itself cannot be read.
 */
export async function readOfflineEstate(
  folder: string,
  options: OfflineOptions,
): Promise<OfflineEstate> {
  const providers = await loadProviders();
  const { observations, gaps } = await readObservations(folder, {
    providers,
    strict: options.strict,
  });
  // Nothing seen is not nothing wrong.
  const all = observations.length === 0 && gaps.length === 0 ? [NOTHING] : gaps;
  const files: Graph = { records: new Map(), coverage: all.map(coverageOfFileGap) };
  return { linked: link(merge([...graphsOf(providers, observations), files])), observations };
}

const NOTHING: FileGap = {
  kind: 'unrecognised',
  path: '.',
  message:
    'The folder holds no observations. Save some with the provider’s own tool, or with netposture scan --save.',
};

/** Each provider's graph of its own observations; providers without any are left out. */
export function graphsOf(
  providers: readonly Provider[],
  observations: readonly Observation[],
): readonly Graph[] {
  const byProvider = Map.groupBy(observations, ({ provider }) => provider);
  const graphs: Graph[] = [];
  for (const provider of providers) {
    const own = byProvider.get(provider.id);
    if (own !== undefined) graphs.push(provider.normalize(own));
  }
  return graphs;
}
