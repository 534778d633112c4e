import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { CallFailure } from '../../client/call-failure.ts';
import { createRedactor, type Redact } from '../../client/redact.ts';
import type { CollectContext } from '../../collect-context.ts';
import type { JsonValue } from '../../json.ts';
import { textMember } from '../aws-operation.ts';
import { type AwsClient, type AwsCredentials, createAwsClient } from '../client.ts';
import { ASSUME_ROLE, CALLER_IDENTITY } from '../operations/identity.ts';
import { type AwsSettings, homeRegionOf } from '../settings.ts';
import { attempt } from './attempt.ts';

/** A role to take on. */
export interface RoleChoice {
  readonly arn: string;
  readonly externalId?: string | undefined;
}

/** A credential with the moment from which it is worth nothing. */
interface Timed {
  readonly credentials: AwsCredentials;
  readonly expiresAtMs: number;
}

/** Temporary credentials are renewed when less than this is left of them. */
const RENEW_BEFORE_MS = 5 * 60_000;

/**
 * Everything that is signed with one account entry: its base credential, and one credential per role, taken on once
 * and shared by every client. The SDK would take on the role once per client.
 */
export class AwsSession {
  readonly #settings: AwsSettings;
  readonly #roles = new Map<string, Promise<Timed>>();
  readonly #base: () => Promise<AwsCredentials>;
  #identity: Identity | undefined;

  constructor(settings: AwsSettings) {
    this.#settings = settings;
    const { credentials, profile } = settings;
    this.#base =
      credentials === undefined
        ? fromNodeProviderChain(profile === undefined ? {} : { profile })
        : async () => credentials;
  }

  /** Hides the configured secrets in messages. */
  get redact(): Redact {
    const { credentials, roles, organization } = this.#settings;
    const secrets = [
      credentials?.secretAccessKey,
      credentials?.sessionToken,
      organization?.externalId,
      ...(roles ?? []).map((role) => role.externalId),
    ];
    return createRedactor(secrets.filter((secret) => secret !== undefined));
  }

  /** A client with the base credential. */
  baseClient(region: string): AwsClient {
    return createAwsClient({ region, credentials: this.#base, endpoint: this.#settings.endpoint });
  }

  /** The account and partition of the base credential, asked for once. */
  async identity(context: CollectContext): Promise<Identity> {
    this.#identity ??= await this.#readIdentity(context);
    return this.#identity;
  }

  /** Takes over what discovery was told about the base credential. */
  rememberIdentity(answer: JsonValue): void {
    this.#identity = identityIn(answer);
  }

  /** The role by which an account is entered; `undefined` for the base credential's own account. */
  async roleFor(account: string, context: CollectContext): Promise<RoleChoice | undefined> {
    const named = this.#settings.roles?.find((role) => accountOfArn(role.arn) === account);
    if (named !== undefined) return named;
    const { organization } = this.#settings;
    if (organization === undefined) return undefined;
    const identity = await this.identity(context);
    if (identity.account === account) return undefined;
    return {
      arn: `arn:${identity.partition}:iam::${account}:role/${organization.role}`,
      externalId: organization.externalId,
    };
  }

  /** A client for one account and region. Rejects with a `CallFailure` where the role cannot be taken on. */
  async clientFor(account: string, region: string, context: CollectContext): Promise<AwsClient> {
    const role = await this.roleFor(account, context);
    if (role === undefined) return this.baseClient(region);
    await this.assume(role, context);
    return createAwsClient({
      region,
      credentials: async () => (await this.assume(role, context)).credentials,
      endpoint: this.#settings.endpoint,
    });
  }

  /** Takes on a role, or gives what is left of the last time. */
  async assume(role: RoleChoice, context: CollectContext): Promise<Timed> {
    const known = this.#roles.get(role.arn);
    if (known !== undefined) {
      const timed = await known.catch(() => undefined);
      if (timed !== undefined && timed.expiresAtMs - RENEW_BEFORE_MS > context.clock.now())
        return timed;
    }
    // Whoever comes while it is renewed waits for the same answer.
    const current = this.#roles.get(role.arn);
    if (current !== undefined && current !== known) return current;
    const taken = this.#takeOn(role, context);
    this.#roles.set(role.arn, taken);
    return taken;
  }

  async #takeOn(role: RoleChoice, context: CollectContext): Promise<Timed> {
    const input = {
      RoleArn: role.arn,
      RoleSessionName: 'netposture',
      ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
    };
    const client = this.baseClient(homeRegionOf(this.#settings));
    const answer = await attempt(
      { client, operation: ASSUME_ROLE, input, scope: 'aws/sts' },
      context,
    );
    const found: unknown = Reflect.get(answer, 'Credentials');
    const credentials = isCredentials(found) ? found : undefined;
    if (credentials === undefined) {
      throw new CallFailure(
        'malformed',
        `The answer for the role ${role.arn} holds no credential.`,
      );
    }
    return {
      credentials: {
        accessKeyId: credentials.AccessKeyId,
        secretAccessKey: credentials.SecretAccessKey,
        sessionToken: credentials.SessionToken,
      },
      expiresAtMs: credentials.Expiration?.getTime() ?? context.clock.now() + 2 * RENEW_BEFORE_MS,
    };
  }

  async #readIdentity(context: CollectContext): Promise<Identity> {
    const client = this.baseClient(homeRegionOf(this.#settings));
    const asked = { client, operation: CALLER_IDENTITY, input: {}, scope: 'aws/sts' };
    const identity = identityIn(JSON.parse(JSON.stringify(await attempt(asked, context))));
    if (identity === undefined) {
      throw new CallFailure(
        'malformed',
        'AWS did not say which account the credential belongs to.',
      );
    }
    return identity;
  }
}

/** Whose credential it is. */
interface Identity {
  readonly account: string;
  readonly partition: string;
}

function identityIn(answer: JsonValue): Identity | undefined {
  const account = textMember(answer, 'Account');
  if (account === undefined) return undefined;
  return { account, partition: textMember(answer, 'Arn')?.split(':')[1] ?? 'aws' };
}

interface SdkCredentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken?: string;
  readonly Expiration?: Date;
}

function isCredentials(value: unknown): value is SdkCredentials {
  return (
    typeof value === 'object' &&
    value !== null &&
    'AccessKeyId' in value &&
    'SecretAccessKey' in value
  );
}

/** The account in an ARN; `undefined` where it has none. */
export function accountOfArn(arn: string): string | undefined {
  const account = arn.split(':')[4];
  return account === undefined || account === '' ? undefined : account;
}

const sessions = new WeakMap<AwsSettings, AwsSession>();

/** The session of one account entry: the same settings object always gives the same one. */
export function sessionOf(settings: AwsSettings): AwsSession {
  const known = sessions.get(settings);
  if (known !== undefined) return known;
  const made = new AwsSession(settings);
  sessions.set(settings, made);
  return made;
}
