import { isJsonObject, type JsonValue } from '../json.ts';
import type { Operation } from '../operation.ts';
import type { Provider } from '../provider.ts';
import { isFileNamed, subjectInFileName } from './file-path.ts';
import type { AnswerShape, Continuation, Located } from './recogniser.ts';

/** What the reader needs of an adapter. */
export type ReadingProvider = Pick<Provider, 'id' | 'title' | 'operations' | 'recogniser'>;

/** An answer that was recognised in a file. */
export interface RecognisedAnswer {
  readonly provider: ReadingProvider;
  readonly operation: Operation;
  readonly items: readonly JsonValue[];
  readonly subject?: string;
  /** What the answer itself tells. */
  readonly located: Located;
  readonly continuation: Continuation;
}

/** Why a document, or a part of it, is no answer. */
export interface NotRecognised {
  readonly kind: 'unrecognised' | 'ambiguous' | 'no-subject';
  readonly message: string;
}

/** Where a file lies and what it is called: the ties that the document leaves are broken by them. */
export interface FilePlace {
  readonly fileName: string;
  /** The provider whose folder the file lies in. */
  readonly provider?: string;
}

interface Candidate {
  readonly provider: ReadingProvider;
  readonly operation: Operation;
  readonly shape: AnswerShape;
  readonly items: readonly JsonValue[];
}

/**
 * The answers in a document: by top-level key and the look of the first item. A document may hold
 * several keys, and each is settled by itself; a bare array or a bare object is one answer.
 */
export function recognise(
  document: JsonValue,
  place: FilePlace,
  providers: readonly ReadingProvider[],
): readonly (RecognisedAnswer | NotRecognised)[] {
  const byOutline = new Map<string, Candidate[]>();
  for (const candidate of candidatesIn(document, providers)) {
    const { outline } = candidate.shape;
    const name = typeof outline === 'string' ? outline : `“${outline.key}”`;
    byOutline.set(name, [...(byOutline.get(name) ?? []), candidate]);
  }
  // A bare object is only an answer when no key of it holds one.
  if (byOutline.size > 1) byOutline.delete('object');
  if (byOutline.size === 0) return [{ kind: 'unrecognised', message: unrecognised(document) }];
  return [...byOutline].map(([name, candidates]) => settle(name, candidates, document, place));
}

function candidatesIn(
  document: JsonValue,
  providers: readonly ReadingProvider[],
): readonly Candidate[] {
  return providers.flatMap((provider) =>
    provider.recogniser.answers.flatMap((shape) => {
      const operation = provider.operations.find(({ id }) => id === shape.operation);
      const items = operation === undefined ? undefined : itemsOf(document, shape);
      return operation === undefined || items === undefined || !looksRight(items, document, shape)
        ? []
        : [{ provider, operation, shape, items }];
    }),
  );
}

function itemsOf(document: JsonValue, shape: AnswerShape): readonly JsonValue[] | undefined {
  const { outline } = shape;
  if (outline === 'array') return Array.isArray(document) ? document : undefined;
  if (!isJsonObject(document)) return undefined;
  if (outline === 'object') return shape.items?.(document, document) ?? [document];
  const held = Object.hasOwn(document, outline.key) ? document[outline.key] : undefined;
  if (held === undefined) return undefined;
  if (shape.items !== undefined) return shape.items(held, document);
  if (Array.isArray(held)) return held;
  return isJsonObject(held) ? [held] : undefined;
}

function looksRight(items: readonly JsonValue[], document: JsonValue, shape: AnswerShape): boolean {
  const first = items[0];
  if (first !== undefined) return shape.matches(first);
  return !isJsonObject(document) || (shape.matchesEmpty?.(document) ?? true);
}

function settle(
  name: string,
  candidates: readonly Candidate[],
  document: JsonValue,
  place: FilePlace,
): RecognisedAnswer | NotRecognised {
  const byFolder = narrowed(candidates, ({ provider }) => provider.id === place.provider);
  const left = narrowed(byFolder, ({ operation }) =>
    isFileNamed(place.fileName, namesOf(operation)),
  );
  const [only, ...others] = left;
  if (only === undefined || others.length > 0) {
    const fits = left.map(({ provider, operation }) => `${provider.title} ${operation.id}`);
    const message = `The ${name} in it may be the answer of ${fits.join(', ')}. Put the file into a folder <provider>/<account>/ and name it <Operation>.json.`;
    return { kind: 'ambiguous', message };
  }
  return answerOf(only, document, place);
}

/** Those that pass, unless none does: a folder or a file name can settle a tie, never refuse. */
function narrowed(
  candidates: readonly Candidate[],
  passes: (candidate: Candidate) => boolean,
): readonly Candidate[] {
  const passing = candidates.length > 1 ? candidates.filter(passes) : [];
  return passing.length > 0 ? passing : candidates;
}

function answerOf(
  { provider, operation, shape, items }: Candidate,
  document: JsonValue,
  place: FilePlace,
): RecognisedAnswer | NotRecognised {
  const told = operation.perSubject === undefined ? undefined : shape.subject?.(document, items);
  const subject =
    operation.perSubject === undefined
      ? undefined
      : (told ?? subjectInFileName(place.fileName, namesOf(operation)));
  if (operation.perSubject !== undefined && subject === undefined) {
    const message = `It does not say which ${operation.perSubject} it is about. Name it ${operation.id}.<id>.json.`;
    return { kind: 'no-subject', message };
  }
  const { recogniser } = provider;
  return {
    provider,
    operation,
    items,
    ...(subject === undefined ? {} : { subject }),
    located: recogniser.locate(operation.id, items),
    continuation: isJsonObject(document) ? recogniser.continuation(document) : { more: false },
  };
}

function namesOf(operation: Operation): readonly string[] {
  return [operation.id, ...(operation.fileNames ?? [])];
}

function unrecognised(document: JsonValue): string {
  if (Array.isArray(document)) return 'It is a list of something that no known call answers.';
  if (!isJsonObject(document)) return 'It is neither an object nor a list.';
  const keys = Object.keys(document).slice(0, 5).join(', ');
  return `No known call answers with ${keys === '' ? 'an empty object' : keys}.`;
}
