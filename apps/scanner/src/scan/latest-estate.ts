import type { LinkedGraph } from '@netposture/network/graph';
import { Reachability } from '@netposture/network/reachability';

/** How much of an estate a question leans on is older than the scan that it is answered by. */
export interface OlderPart {
  readonly provider: string;
  readonly account: string;
  readonly location: string;
  /** The oldest answer of it. ISO 8601. */
  readonly collectedAt: string;
}

/** A recorded estate, opened for questions. */
export interface OpenedEstate {
  readonly scanId: string;
  /** When the scan was recorded. ISO 8601. */
  readonly recordedAt: string;
  /** What the scan took over from earlier ones, the oldest first. */
  readonly olderParts: readonly OlderPart[];
  readonly linked: LinkedGraph;
}

/** Where recorded estates come from. */
export interface EstateSource {
  /** The id of the scan that was recorded last. */
  latestId(): Promise<string | undefined>;
  open(scanId: string): Promise<OpenedEstate | undefined>;
}

/** An engine that answers questions about the latest estate. */
export interface LatestEstate extends OpenedEstate {
  readonly reachability: Reachability;
}

/** What is worked out for questions is remembered by the engine: after so many it starts anew, so that memory stays bounded. */
const MOST_QUESTIONS = 5_000;

/**
 * The estate of the scan that was recorded last, opened once: the next question finds it open until another scan is recorded.
 * One estate is kept, and no second one is opened beside it; questions that come meanwhile wait for the same one.
 */
export class LatestEstates {
  readonly #source: EstateSource;
  #opened: { readonly id: string; readonly estate: Promise<OpenedEstate | undefined> } | undefined;
  #engine: { readonly estate: OpenedEstate; readonly reachability: Reachability } | undefined;
  #asked = 0;

  constructor(source: EstateSource) {
    this.#source = source;
  }

  /**
   * The engine for so many questions.
   *
   * @returns undefined where nothing was recorded yet
   */
  async forQuestions(count: number): Promise<LatestEstate | undefined> {
    const id = await this.#source.latestId();
    if (id === undefined) return undefined;
    const estate = await this.#open(id);
    if (estate === undefined) return undefined;
    if (this.#engine?.estate !== estate || this.#asked + count > MOST_QUESTIONS) {
      this.#engine = { estate, reachability: new Reachability(estate.linked) };
      this.#asked = 0;
    }
    this.#asked += count;
    return { ...estate, reachability: this.#engine.reachability };
  }

  #open(id: string): Promise<OpenedEstate | undefined> {
    if (this.#opened?.id === id) return this.#opened.estate;
    // Let go of the old one first: two large estates at a time are one too many.
    this.#engine = undefined;
    const opened = { id, estate: this.#source.open(id) };
    this.#opened = opened;
    opened.estate.catch(() => {
      // The next question tries again.
      if (this.#opened === opened) this.#opened = undefined;
    });
    return opened.estate;
  }
}
