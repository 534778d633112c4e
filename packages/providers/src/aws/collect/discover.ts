import { providerId } from '@netposture/network/graph';
import { observe } from '../../client/observe.ts';
import type { CollectContext } from '../../collect-context.ts';
import type { JsonObject } from '../../json.ts';
import type { Observation } from '../../observation.ts';
import type { CollectTarget, Discovery } from '../../provider.ts';
import { type AwsOperation, textMember } from '../aws-operation.ts';
import type { AwsClient } from '../client.ts';
import {
  ASSUME_ROLE,
  CALLER_IDENTITY,
  ENABLED_REGIONS,
  ORGANIZATION_ACCOUNTS,
} from '../operations/identity.ts';
import { type AwsSettings, homeRegionOf } from '../settings.ts';
import { pagesOf } from './pages.ts';
import { type AwsSession, accountOfArn, type RoleChoice, sessionOf } from './session.ts';

/** Finds the accounts of one entry, and in each the regions that are switched on. */
export async function discover(settings: AwsSettings, context: CollectContext): Promise<Discovery> {
  const finder = new Finder(settings, sessionOf(settings), context);
  const accounts = await finder.accounts();
  const targets = await Promise.all(accounts.map((account) => finder.targetsIn(account)));
  return { targets: targets.flat(), observations: finder.observations };
}

class Finder {
  readonly observations: Observation[] = [];
  readonly #settings: AwsSettings;
  readonly #session: AwsSession;
  readonly #context: CollectContext;
  readonly #home: string;

  constructor(settings: AwsSettings, session: AwsSession, context: CollectContext) {
    this.#settings = settings;
    this.#session = session;
    this.#context = context;
    this.#home = homeRegionOf(settings);
  }

  /** The account ids, sorted. */
  async accounts(): Promise<readonly string[]> {
    const { roles, organization } = this.#settings;
    const client = this.#session.baseClient(this.#home);
    const named = (roles ?? []).map((role) => accountOfArn(role.arn));
    const found = new Set(named.filter((account) => account !== undefined));
    const own = await this.#call('unknown', CALLER_IDENTITY, client, {}, 'caller');
    const [item] = own.items;
    const account = item === undefined ? undefined : textMember(item, 'Account');
    if (item !== undefined) this.#session.rememberIdentity(item);
    if (roles === undefined && account !== undefined) found.add(account);
    // Whoever does not know its own account cannot say whose organization it asks about.
    if (organization !== undefined && account !== undefined) {
      const listed = await this.#call(account, ORGANIZATION_ACCOUNTS, client, {}, 'organization');
      for (const item of listed.items) {
        const id = textMember(item, 'Id');
        const state = textMember(item, 'State') ?? textMember(item, 'Status') ?? 'ACTIVE';
        if (id !== undefined && state === 'ACTIVE') found.add(id);
      }
    }
    return [...found].sort();
  }

  /** The targets of one account: its regions, and what belongs to none. */
  async targetsIn(account: string): Promise<readonly CollectTarget[]> {
    const regions = await this.#regionsOf(account);
    if (regions === undefined) return [];
    return [...regions, 'global'].map((location) => ({ account, location }));
  }

  /** The account's regions; `undefined` where the account cannot be entered, which its role's observation says. */
  async #regionsOf(account: string): Promise<readonly string[] | undefined> {
    const { regions } = this.#settings;
    let client: AwsClient;
    try {
      const role = await this.#session.roleFor(account, this.#context);
      if (role !== undefined) await this.#takeOn(account, role);
      client = await this.#session.clientFor(account, this.#home, this.#context);
    } catch {
      // The observation of the role says why; an abort goes on its way.
      this.#context.signal.throwIfAborted();
      return undefined;
    }
    if (regions !== undefined) return regions;
    const listed = await this.#call(account, ENABLED_REGIONS, client, ENABLED_REGIONS.input);
    const names = listed.items.map((item) => textMember(item, 'RegionName'));
    return names.filter((name) => name !== undefined).sort();
  }

  /** Takes on a role, as a call like any other; nothing of the credential is observed. */
  async #takeOn(account: string, role: RoleChoice): Promise<void> {
    let failure: Error | undefined;
    const pages = async function* (this: Finder) {
      try {
        await this.#session.assume(role, this.#context);
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error));
        throw failure;
      }
      yield { items: [{ AssumedRoleUser: { Arn: role.arn } }] };
    };
    const named = this.#named(account, ASSUME_ROLE, { RoleArn: role.arn }, role.arn);
    this.observations.push(await observe({ ...named, pages: pages.bind(this) }, this.#context));
    if (failure !== undefined) throw failure;
  }

  async #call(
    account: string,
    operation: AwsOperation,
    client: AwsClient,
    input: JsonObject,
    subject?: string,
  ): Promise<Observation> {
    // Whoever answers from a region spends that region's budget.
    const location = operation === ENABLED_REGIONS ? this.#home : 'global';
    const asked = { client, operation, input, scope: `aws/${account}/${location}` };
    const observed = await observe(
      {
        ...this.#named(account, operation, input, subject),
        pages: () => pagesOf(asked, this.#context),
      },
      this.#context,
    );
    // Who asks is only known from the answer itself.
    const told =
      operation === CALLER_IDENTITY ? textMember(observed.items[0] ?? null, 'Account') : undefined;
    const observation = told === undefined ? observed : { ...observed, account: told };
    this.observations.push(observation);
    return observation;
  }

  #named(account: string, operation: AwsOperation, request: JsonObject, subject?: string) {
    return {
      provider: providerId('aws'),
      account,
      location: 'global',
      operation,
      request,
      redact: this.#session.redact,
      ...(subject === undefined ? {} : { subject }),
    };
  }
}
