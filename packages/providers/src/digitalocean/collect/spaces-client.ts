import { Readable } from 'node:stream';
import { S3Client } from '@aws-sdk/client-s3';
import { CallFailure } from '../../client/call-failure.ts';
import { createFetchTransport } from '../../client/fetch-transport.ts';
import { type Classify, judgeStatus } from '../../client/judge-status.ts';
import { limitTime } from '../../client/limit-time.ts';
import { pinOrigin } from '../../client/pin-origin.ts';
import { readRateHeaders } from '../../client/rate-headers.ts';
import { RETRY_POLICY, retry } from '../../client/retry.ts';
import { spendBudget } from '../../client/spend-budget.ts';
import { layered } from '../../client/transport.ts';
import type { CollectContext } from '../../collect-context.ts';
import type { SpacesSettings } from '../settings.ts';

/** A bucket without a policy: Spaces say so with a 404. */
export class NoPolicy extends CallFailure {
  constructor() {
    super('not-found', 'The bucket has no policy.', { status: 404 });
  }
}

/** One request as the S3 client hands it over, signed. */
interface SignedRequest {
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
}

const MOST_BYTES = 64 * 1024 * 1024;

/**
 * The S3 client of AWS for one region of Spaces and one operation: it signs and reads XML, and our own
 * chain sends (budget, meter, retry, one host). It asks for no credentials but the configured ones.
 */
export function createSpacesClient(
  operation: string,
  region: string,
  { accessKeyId, secretAccessKey, endpoint }: SpacesSettings,
  context: CollectContext,
): S3Client {
  const address = endpoint ?? `https://${region}.digitaloceanspaces.com`;
  const budget = context.budgets.budgetFor(`digitalocean/spaces/${accessKeyId}/${region}`, {
    burst: 100,
    perSecond: 20,
    concurrency: 4,
  });
  const transport = layered(createFetchTransport(new URL(address).origin), [
    pinOrigin(),
    retry(RETRY_POLICY, budget, context),
    judgeStatus(classify, () => context.clock.now()),
    spendBudget(budget, readRateHeaders, context),
    limitTime(30_000, context),
  ]);
  const handle = async ({ path, query, headers }: SignedRequest) => {
    const {
      status,
      headers: answered,
      body,
    } = await transport.send({
      method: 'GET',
      path,
      query: Object.fromEntries(
        Object.entries(query ?? {}).map(([name, value]) => [name, value ?? '']),
      ),
      headers,
      operation,
      maxBodyBytes: MOST_BYTES,
      signal: context.signal,
    });
    // The client would read any page as an answer without buckets.
    if (!/^\s*(?:<\?xml|<[A-Z]\w+[\s>]|\{)/.test(body)) {
      throw new CallFailure('malformed', 'The provider answered with a page instead of XML.');
    }
    return { response: { statusCode: status, headers: answered, body: Readable.from([body]) } };
  };
  return new S3Client({
    // Spaces take any region in a signature; this is the one that their documentation names.
    region: 'us-east-1',
    endpoint: address,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
    maxAttempts: 1,
    requestHandler: { handle },
  });
}

/** Spaces' own words in a refusal. */
const classify: Classify = ({ status, body }) => {
  const code = /<Code>(\w+)<\/Code>/.exec(body)?.[1];
  switch (code) {
    case 'NoSuchBucketPolicy':
      return new NoPolicy();
    case 'InvalidAccessKeyId':
    case 'SignatureDoesNotMatch':
      return new CallFailure('unauthenticated', `Spaces answered "${code}".`, { status });
    case 'SlowDown':
      return new CallFailure('throttled', `Spaces answered "${code}".`, { status });
    default:
      return undefined;
  }
};
