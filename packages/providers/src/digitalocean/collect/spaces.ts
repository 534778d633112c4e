import {
  GetBucketAclCommand,
  GetBucketPolicyCommand,
  ListBucketsCommand,
} from '@aws-sdk/client-s3';
import { type AccountCalls, createAccountCalls } from '../../client/account-calls.ts';
import { asTheyEnd } from '../../client/as-they-end.ts';
import { CallFailure } from '../../client/call-failure.ts';
import { singlePage } from '../../client/paging.ts';
import type { CollectContext } from '../../collect-context.ts';
import type { Observation } from '../../observation.ts';
import type { Operation } from '../../operation.ts';
import { SPACES_BUCKET_ACL, SPACES_BUCKET_POLICY, SPACES_BUCKETS } from '../operations/spaces.ts';
import { DIGITALOCEAN } from '../provider-id.ts';
import type { SpacesSettings } from '../settings.ts';
import { createSpacesClient, NoPolicy } from './spaces-client.ts';

/** The buckets of one region of Spaces, and to whom each is open. */
export async function* collectSpaces(
  team: string,
  region: string,
  settings: SpacesSettings,
  context: CollectContext,
): AsyncGenerator<Observation> {
  const secrets = [settings.accessKeyId, settings.secretAccessKey];
  const calls = createAccountCalls(
    { provider: DIGITALOCEAN, account: team, location: region, secrets },
    context,
  );
  const clientFor = ({ id }: Operation) => createSpacesClient(id, region, settings, context);
  const buckets = await calls.make({ operation: SPACES_BUCKETS }, () =>
    singlePage(async () => {
      const { Buckets } = await clientFor(SPACES_BUCKETS).send(new ListBucketsCommand({}));
      return (Buckets ?? []).map(({ Name }) => ({ Name }));
    }),
  );
  yield buckets;
  const names = buckets.items.flatMap((item) => SPACES_BUCKETS.nativeId(item) ?? []);
  yield* asTheyEnd(
    [...new Set(names)].flatMap((name) => [
      ask(calls, SPACES_BUCKET_ACL, name, async () => {
        const { Grants } = await clientFor(SPACES_BUCKET_ACL).send(
          new GetBucketAclCommand({ Bucket: name }),
        );
        return [
          { Grants: (Grants ?? []).map(({ Grantee, Permission }) => ({ Grantee, Permission })) },
        ];
      }),
      ask(calls, SPACES_BUCKET_POLICY, name, async () => {
        const command = new GetBucketPolicyCommand({ Bucket: name });
        const { Policy } = await clientFor(SPACES_BUCKET_POLICY).send(command);
        return Policy === undefined ? [] : [{ Policy }];
      }),
    ]),
  );
}

function ask(
  calls: AccountCalls,
  operation: Operation,
  subject: string,
  read: () => Promise<readonly unknown[]>,
): Promise<Observation> {
  const tolerant = () =>
    read().catch((error: unknown) => {
      if (error instanceof NoPolicy) return [];
      throw error instanceof CallFailure
        ? error
        : new CallFailure('malformed', 'The answer of Spaces could not be read.');
    });
  return calls.make({ operation, subject }, () => singlePage(tolerant));
}
