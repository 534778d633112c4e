import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the clock of a caller may be off, and how long a signature stays valid. */
export const HOOK_VALID_MS = 300_000;

/** Reads `t=SECONDS,v1=HEX` and checks it against the body: HMAC-SHA-256 of `SECONDS.BODY`. Answers the digest, or undefined. */
export function verifiedSignature(
  header: string | undefined,
  body: string,
  secret: string,
  nowMs: number,
): string | undefined {
  const [, seconds, given] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? '') ?? [];
  if (seconds === undefined || given === undefined) return undefined;
  if (Math.abs(nowMs - Number(seconds) * 1000) > HOOK_VALID_MS) return undefined;
  const right = createHmac('sha256', secret).update(`${seconds}.${body}`).digest();
  return timingSafeEqual(right, Buffer.from(given, 'hex')) ? given : undefined;
}
