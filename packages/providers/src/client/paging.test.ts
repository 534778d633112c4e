import { describe, expect, it } from 'vitest';
import { type NumberedPage, type Page, pagesByNumber, pagesByToken } from './paging.ts';

async function all(pages: AsyncIterable<Page>) {
  const items: unknown[] = [];
  const gaps: string[] = [];
  for await (const page of pages) {
    items.push(...page.items);
    if (page.incomplete !== undefined) gaps.push(page.incomplete);
  }
  return { items, gaps };
}

function numbered(pages: Readonly<Record<number, NumberedPage>>) {
  const asked: number[] = [];
  const read = async (page: number) => {
    asked.push(page);
    return pages[page] ?? { items: [] };
  };
  return { asked, read };
}

describe('paging by number', () => {
  it('reads until there is no next page', async () => {
    const { asked, read } = numbered({
      1: { items: ['a'], next: 2, total: 2 },
      2: { items: ['b'], next: null, total: 2 },
    });

    expect(await all(pagesByNumber(read))).toEqual({ items: ['a', 'b'], gaps: [] });
    expect(asked).toEqual([1, 2]);
  });

  it('stops at an empty page, however often a next one is promised', async () => {
    const { asked, read } = numbered({ 1: { items: ['a'], next: 2 }, 2: { items: [], next: 3 } });

    expect(await all(pagesByNumber(read))).toEqual({ items: ['a'], gaps: [] });
    expect(asked).toEqual([1, 2]);
  });

  it('stops where the same next page is named for ever, complete by the list’s own count', async () => {
    const { asked, read } = numbered({
      1: { items: ['a'], next: 4, total: 2 },
      4: { items: ['b'], next: 4, total: 2 },
    });

    expect(await all(pagesByNumber(read))).toEqual({ items: ['a', 'b'], gaps: [] });
    expect(asked).toEqual([1, 4]);
  });

  it('drops a page that repeats, and says that the end was not seen', async () => {
    const { read } = numbered({ 1: { items: ['a'], next: 2 }, 2: { items: ['a'], next: 3 } });

    expect(await all(pagesByNumber(read))).toEqual({
      items: ['a'],
      gaps: ['The list repeats a page after 1 items, so its end was not seen.'],
    });
  });

  it('is a gap when fewer items come than the list counts', async () => {
    const { read } = numbered({ 1: { items: ['a'], next: 2, total: 3 } });

    expect((await all(pagesByNumber(read))).gaps).toEqual([
      'The list has 3 items by its own count, and 1 were received.',
    ]);
  });
});

describe('paging by token', () => {
  it('reads on after an empty page that has a token', async () => {
    const answers = [
      { items: ['a'], next: 'x' },
      { items: [], next: 'y' },
      { items: ['b'], next: '' },
    ];
    const asked: (string | undefined)[] = [];

    const read = await all(
      pagesByToken(async (token) => {
        asked.push(token);
        return answers[asked.length - 1] ?? { items: [] };
      }),
    );

    expect(read).toEqual({ items: ['a', 'b'], gaps: [] });
    expect(asked).toEqual([undefined, 'x', 'y']);
  });

  it('stops at a token that comes a second time, and says so', async () => {
    const read = await all(pagesByToken(async () => ({ items: ['a'], next: 'same' })));

    expect(read).toEqual({
      items: ['a', 'a'],
      gaps: ['The list repeats a page token, so its end was not seen.'],
    });
  });

  it('keeps what a page says is missing', async () => {
    const read = await all(
      pagesByToken(async () => ({ items: [], incomplete: 'us-x unreachable' })),
    );

    expect(read.gaps).toEqual(['us-x unreachable']);
  });
});
