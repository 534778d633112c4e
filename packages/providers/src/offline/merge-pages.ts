import { canonicalJson, type JsonValue } from '../json.ts';
import type { Observation } from '../observation.ts';
import type { Operation } from '../operation.ts';
import type { FileGap } from './file-gap.ts';
import type { Continuation } from './recogniser.ts';

/** One file's share of an answer. */
export interface AnswerPart {
  readonly path: string;
  /** Complete, with the items of this file alone. */
  readonly observation: Observation;
  readonly operation: Operation;
  readonly continuation: Continuation;
}

/** An answer that was put together again, and what was wrong with its parts. */
export interface MergedAnswer {
  readonly observation: Observation;
  readonly gaps: readonly FileGap[];
}

/**
 * One answer from the files that hold its pages. Items that occur twice count once. It is `partial`
 * when a file ends with a link to a further page and the list's own count does not prove that all
 * pages are there, or when two files disagree on one object: then the first by path is kept.
 */
export function mergePages(first: AnswerPart, others: readonly AnswerPart[]): MergedAnswer {
  const parts = [first, ...others];
  const gaps: FileGap[] = [];
  const items = parts.length === 1 ? first.observation.items : united(parts, gaps);
  const totals = parts.flatMap(({ continuation }) => continuation.total ?? []);
  const total = totals.length === 0 ? undefined : Math.max(...totals);
  const reasons = gaps.map((gap) => gap.message);
  if (total !== undefined && items.length < total) {
    reasons.push(
      `The list has ${total} items by its own count, and the files hold ${items.length}.`,
    );
  } else if (total === undefined && parts.some(({ continuation }) => continuation.more)) {
    reasons.push('The list goes on after the page in the file. Save all of it in one file.');
  }
  const { observation } = first;
  const collectedAt = parts.map((part) => part.observation.collectedAt).sort()[0];
  return {
    gaps,
    observation: {
      ...observation,
      items,
      pages: parts.length,
      collectedAt: collectedAt ?? observation.collectedAt,
      ...(reasons.length === 0 ? {} : { outcome: 'partial', message: reasons.join(' ') }),
    },
  };
}

function united(parts: readonly AnswerPart[], gaps: FileGap[]): readonly JsonValue[] {
  const items: JsonValue[] = [];
  const texts = new Set<string>();
  const owners = new Map<string, string>();
  for (const { path, observation, operation } of parts) {
    for (const item of observation.items) {
      const text = canonicalJson(item);
      if (texts.has(text)) continue;
      texts.add(text);
      const id = operation.nativeId(item);
      const owner = id === undefined ? undefined : owners.get(id);
      if (owner !== undefined) {
        const message = `It says something else about ${id} than ${owner}, which is kept.`;
        gaps.push({ kind: 'contradictory', path, message });
        continue;
      }
      if (id !== undefined) owners.set(id, path);
      items.push(item);
    }
  }
  return items;
}
