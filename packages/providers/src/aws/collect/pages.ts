import { type Page, pagesByToken } from '../../client/paging.ts';
import type { CollectContext } from '../../collect-context.ts';
import { type Asked, attempt } from './attempt.ts';

/** All pages of one call: by token, or the one answer that there is. */
export async function* pagesOf(asked: Asked, context: CollectContext): AsyncGenerator<Page> {
  const { operation, input } = asked;
  const { token, recent } = operation;
  if (token === undefined) {
    yield { items: itemsIn(await attempt(asked, context), operation.list) };
    return;
  }
  let pages = 0;
  yield* pagesByToken(async (next) => {
    pages += 1;
    const page = next === undefined ? input : { ...input, [token.request]: next };
    const answer = await attempt({ ...asked, input: page }, context);
    const following = memberOf(answer, token.response);
    const isLast = recent !== undefined && pages >= recent.pages;
    const more =
      typeof following === 'string' && following !== '' && !isLast ? following : undefined;
    const cut =
      operation.truncatedBy !== undefined &&
      more === undefined &&
      memberOf(answer, operation.truncatedBy) === true;
    return {
      items: itemsIn(answer, operation.list),
      next: more,
      ...(cut
        ? { incomplete: 'AWS says that there is more, and gives no way to ask for it.' }
        : {}),
    };
  });
}

/** The items of an answer: the list, the one object under the member, or the answer itself. */
function itemsIn(answer: object, list: string | undefined): readonly unknown[] {
  if (list === undefined) {
    const { $metadata: _, ...item } = answer as { readonly $metadata?: unknown };
    return [item];
  }
  const found = memberOf(answer, list);
  if (found === undefined || found === null) return [];
  return Array.isArray(found) ? found : [found];
}

function memberOf(value: object, name: string): unknown {
  return Reflect.get(value, name);
}
