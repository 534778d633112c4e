/** Yields the results of promises in the order in which they end; rejects with the first rejection. */
export async function* asTheyEnd<T>(promises: readonly Promise<T>[]): AsyncGenerator<T> {
  const open = new Map<number, Promise<readonly [number, T]>>();
  for (const [index, promise] of promises.entries()) {
    open.set(
      index,
      promise.then((value) => [index, value] as const),
    );
  }
  while (open.size > 0) {
    const [index, value] = await Promise.race(open.values());
    open.delete(index);
    yield value;
  }
}
