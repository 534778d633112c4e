import {
  answerQuery,
  QueryClasses,
  type QueryEnds,
  type Reachability,
  type ReachQuery,
  type VerdictWord,
} from '@netposture/network/reachability';
import { reachJson } from '../output/reach-json.ts';
import { type AnswerSample, type AnswerTemplate, filledIn, templateOf } from './answer-template.ts';

/** The answer to a question as a line of JSON. */
export interface AnsweredQuery {
  readonly json: string;
  readonly verdict: VerdictWord;
}

/**
 * Answers many questions about one estate. The first questions of a class are worked out; of the others, which differ from
 * those in their ports alone, the text is made from theirs. Every line is the one that the question by itself would give.
 */
export class QueryAnswers {
  readonly #reachability: Reachability;
  readonly #classes: QueryClasses;
  readonly #known = new Map<string, ClassAnswers>();
  readonly #pairs = new Set<string>();

  constructor(reachability: Reachability) {
    this.#reachability = reachability;
    this.#classes = new QueryClasses(reachability);
  }

  /** Throws `EndpointError` where an end cannot be resolved. */
  answer(query: ReachQuery): AnsweredQuery {
    if (this.#isFirstOfPair(query)) return this.#workedOut(query);
    const { name, ends } = this.#classes.classOf(query);
    let known = this.#known.get(name);
    const template = known === undefined ? undefined : templateFor(known, query);
    if (known !== undefined && template !== undefined)
      return { json: filledIn(template, query), verdict: known.verdict };
    const { json, verdict } = this.#workedOut(query, ends);
    if (known === undefined) {
      known = { verdict, sample: sampleOf(query, json), templates: new Map() };
      this.#known.set(name, known);
    } else {
      learn(known, sampleOf(query, json));
    }
    return { json, verdict };
  }

  /** What many questions share need not be found for a pair of ends that is asked about once. */
  #isFirstOfPair({ from, to }: ReachQuery): boolean {
    const pair = `${from.length}|${from}|${to}`;
    if (this.#pairs.has(pair)) return false;
    this.#pairs.add(pair);
    return true;
  }

  #workedOut(query: ReachQuery, ends?: QueryEnds): AnsweredQuery {
    const result = answerQuery(this.#reachability, query, ends);
    return { json: JSON.stringify(reachJson(query, result)), verdict: result.verdict };
  }
}

/** What is known of one class. */
interface ClassAnswers {
  readonly verdict: VerdictWord;
  readonly sample: AnswerSample;
  /** By the port and source port that are fixed in them; a star where the port is left open. */
  readonly templates: Map<string, AnswerTemplate>;
}

function sampleOf({ port, sourcePort }: ReachQuery, text: string): AnswerSample {
  return {
    text,
    ...(port === undefined ? {} : { port }),
    ...(sourcePort === undefined ? {} : { sourcePort }),
  };
}

function templateFor(
  { templates }: ClassAnswers,
  { port, sourcePort }: ReachQuery,
): AnswerTemplate | undefined {
  if (templates.size === 0) return undefined;
  return templates.get('*|*') ?? templates.get(`${port}|*`) ?? templates.get(`*|${sourcePort}`);
}

/** A port in which two questions agree stays fixed in what is learnt from them. */
function learn({ sample, templates }: ClassAnswers, next: AnswerSample): void {
  const isFixed = sample.port === next.port && sample.port !== undefined;
  const isSourceFixed = sample.sourcePort === next.sourcePort && sample.sourcePort !== undefined;
  const template = templateOf(sample, next);
  if (template === undefined) return;
  templates.set(
    `${isFixed ? sample.port : '*'}|${isSourceFixed ? sample.sourcePort : '*'}`,
    template,
  );
}
