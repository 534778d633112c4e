/**
 * The limit that the benchmark compares with: IPv4 interval loops written by hand for speed alone. They check nothing,
 * hold `[first, last, first, last, ...]` in one array, and are not used by the product.
 */

/** Parses CIDRs (trusted to be well-formed), sorts them by a packed key, and merges. */
export function bareNormalize(cidrs: readonly string[]): Uint32Array {
  const keys = new Float64Array(cidrs.length);
  for (let i = 0; i < cidrs.length; i++) keys[i] = bareKey(cidrs[i] as string);
  keys.sort();
  const out = new Uint32Array(keys.length * 2);
  let n = 0;
  let first = -1;
  let last = -2;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as number;
    const length = key % 64;
    const start = (key - length) / 64;
    const end = start + 2 ** (32 - length) - 1;
    if (start <= last + 1) {
      if (end > last) last = end;
      continue;
    }
    if (first >= 0) {
      out[n++] = first;
      out[n++] = last;
    }
    first = start;
    last = end;
  }
  if (first >= 0) {
    out[n++] = first;
    out[n++] = last;
  }
  return out.slice(0, n);
}

/** network * 64 + length: 38 bits, exact in a double, sorted by network and then by length. */
function bareKey(cidr: string): number {
  let value = 0;
  let octet = 0;
  let i = 0;
  for (; i < cidr.length; i++) {
    const code = cidr.charCodeAt(i);
    if (code === 46) {
      value = value * 256 + octet;
      octet = 0;
    } else if (code === 47) break;
    else octet = octet * 10 + code - 48;
  }
  value = value * 256 + octet;
  let length = 0;
  for (i++; i < cidr.length; i++) length = length * 10 + cidr.charCodeAt(i) - 48;
  return (value - (value % 2 ** (32 - length))) * 64 + length;
}

/** Union of two sorted interval lists. */
export function bareUnion(a: Uint32Array, b: Uint32Array): Uint32Array {
  const out = new Uint32Array(a.length + b.length);
  let n = 0;
  let i = 0;
  let j = 0;
  let first = -1;
  let last = -2;
  while (i < a.length || j < b.length) {
    let start: number;
    let end: number;
    if (j >= b.length || (i < a.length && (a[i] as number) < (b[j] as number))) {
      start = a[i] as number;
      end = a[i + 1] as number;
      i += 2;
    } else {
      start = b[j] as number;
      end = b[j + 1] as number;
      j += 2;
    }
    if (start <= last + 1) {
      if (end > last) last = end;
    } else {
      if (first >= 0) {
        out[n++] = first;
        out[n++] = last;
      }
      first = start;
      last = end;
    }
  }
  if (first >= 0) {
    out[n++] = first;
    out[n++] = last;
  }
  return out.slice(0, n);
}

/** Intersection of two sorted interval lists. */
export function bareIntersect(a: Uint32Array, b: Uint32Array): Uint32Array {
  const out = new Uint32Array(a.length + b.length);
  let n = 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const endA = a[i + 1] as number;
    const endB = b[j + 1] as number;
    const first = Math.max(a[i] as number, b[j] as number);
    const last = Math.min(endA, endB);
    if (first <= last) {
      out[n++] = first;
      out[n++] = last;
    }
    if (endA < endB) i += 2;
    else j += 2;
  }
  return out.slice(0, n);
}

/** Difference of two sorted interval lists. */
export function bareSubtract(a: Uint32Array, b: Uint32Array): Uint32Array {
  const out = new Uint32Array(a.length + b.length);
  let n = 0;
  let j = 0;
  for (let i = 0; i < a.length; i += 2) {
    let first = a[i] as number;
    const last = a[i + 1] as number;
    while (j < b.length && (b[j + 1] as number) < first) j += 2;
    let k = j;
    while (k < b.length && (b[k] as number) <= last) {
      if ((b[k] as number) > first) {
        out[n++] = first;
        out[n++] = (b[k] as number) - 1;
      }
      first = (b[k + 1] as number) + 1;
      if (first > last) break;
      k += 2;
    }
    j = k;
    if (first <= last) {
      out[n++] = first;
      out[n++] = last;
    }
  }
  return out.slice(0, n);
}

/** Binary search. */
export function bareHas(a: Uint32Array, value: number): boolean {
  let low = 0;
  let high = (a.length >>> 1) - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (value < (a[middle * 2] as number)) high = middle - 1;
    else if (value > (a[middle * 2 + 1] as number)) low = middle + 1;
    else return true;
  }
  return false;
}
