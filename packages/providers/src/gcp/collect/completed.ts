/** Yields what a set of running works give, in the order in which they end; rejects when one of them does. */
export async function* completed<T>(works: readonly Promise<T>[]): AsyncGenerator<T> {
  const open = new Map(
    works.map((work, index) => [index, work.then((value) => ({ index, value }))]),
  );
  try {
    while (open.size > 0) {
      const { index, value } = await Promise.race(open.values());
      open.delete(index);
      yield value;
    }
  } finally {
    // Whoever stops early has been told why already; the others must not end as unhandled rejections.
    await Promise.allSettled(open.values());
  }
}
