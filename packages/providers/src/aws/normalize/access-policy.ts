import { type AuthenticationGate, type Known, unknown } from '@netposture/network/graph';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';

/** What an access policy lets strangers do, as far as network and authentication go. */
export interface PolicyMeaning {
  readonly authentication: Known<AuthenticationGate>;
  /** Prefixes from which anonymous use is allowed, where it is allowed from nowhere else. */
  readonly anonymousFrom?: readonly string[];
}

/**
 * Reads the resource policy of a search domain. Anonymous statements without a condition open it to everybody; with
 * nothing but a source address condition they open it to those addresses; any other condition is not interpreted.
 * https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html, read 2026-11-21.
 */
export function meaningOfPolicy(text: string | undefined, fineGrained: boolean): PolicyMeaning {
  if (fineGrained) return { authentication: 'password' };
  if (text === undefined || text.trim() === '') return { authentication: 'iam' };
  let policy: JsonValue;
  try {
    policy = JSON.parse(text) as JsonValue;
  } catch {
    return { authentication: unknown('The access policy is not JSON.') };
  }
  const listed = isJsonObject(policy) ? policy['Statement'] : undefined;
  const statements = (Array.isArray(listed) ? listed : [listed]).filter(isJsonObject);
  const anonymous = statements.filter(
    (one) => one['Effect'] === 'Allow' && isAnyone(one['Principal']),
  );
  if (anonymous.length === 0) return { authentication: 'iam' };
  if (statements.some((one) => one['Effect'] === 'Deny')) {
    return {
      authentication: unknown('The access policy has deny statements, which are not interpreted.'),
    };
  }
  if (anonymous.some((one) => one['Condition'] === undefined)) return { authentication: 'none' };
  const sources = anonymous.map((one) => sourceAddresses(one['Condition']));
  const readable = sources.filter((list) => list !== undefined);
  if (readable.length < sources.length) {
    return {
      authentication: unknown('The access policy has conditions that are not interpreted.'),
    };
  }
  const onlyAnonymous = statements.length === anonymous.length;
  // Where IAM principals may enter too, the address list keeps out nobody who has one.
  if (!onlyAnonymous) return { authentication: 'mixed' };
  return { authentication: 'none', anonymousFrom: readable.flat() };
}

function isAnyone(principal: JsonValue | undefined): boolean {
  if (principal === '*') return true;
  if (!isJsonObject(principal)) return false;
  const aws = principal['AWS'];
  return aws === '*' || (Array.isArray(aws) && aws.includes('*'));
}

function sourceAddresses(condition: JsonValue | undefined): readonly string[] | undefined {
  if (!isJsonObject(condition) || Object.keys(condition).length !== 1) return undefined;
  const held = condition['IpAddress'];
  if (!isJsonObject(held) || Object.keys(held).length !== 1) return undefined;
  const listed = addressMember(held);
  const texts = Array.isArray(listed) ? listed : [listed];
  return texts.every((one) => typeof one === 'string') ? texts : undefined;
}

function addressMember(held: JsonObject): JsonValue | undefined {
  const name = Object.keys(held).find((key) => key.toLowerCase() === 'aws:sourceip');
  return name === undefined ? undefined : held[name];
}
