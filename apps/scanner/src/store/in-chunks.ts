/** Rows of one INSERT; PostgreSQL takes 65,535 values in one statement. */
const ROWS_AT_ONCE = 1000;

/** A list in parts that each fit into one INSERT. */
export function* inChunks<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < all.length; start += ROWS_AT_ONCE) {
    yield all.slice(start, start + ROWS_AT_ONCE);
  }
}
