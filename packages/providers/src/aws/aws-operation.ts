import type { RecordKind } from '@netposture/network/graph';
import type { z } from 'zod';
import type { BudgetLimit } from '../client/budget.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { Operation } from '../operation.ts';
import { SERVICES, type ServiceName } from './service.ts';

/** The member names by which an operation asks for a page and tells that there is another. */
export interface TokenNames {
  readonly request: string;
  readonly response: string;
}

/** The items of other operations, from which the subjects of a dependent call are taken. */
export type ReadItems = (operationId: string) => readonly JsonValue[];

/** One object to ask about, or one batch of objects. */
export interface SubjectCall {
  readonly subject: string;
  readonly input: JsonObject;
}

/** What a dependent operation is asked about. */
export interface Subjects {
  /** Operations whose answers must be there first. */
  readonly of: readonly string[];
  readonly from: (read: ReadItems) => readonly SubjectCall[];
}

/** One AWS action as data: enough to call it, page it, read it, and write down its permission. */
export interface AwsOperation<Item = unknown> extends Operation<Item> {
  readonly service: ServiceName;
  /** The member that is an item's own id; empty where the item is the id. */
  readonly idMember: string;
  /** The action's own name, which is also its name in IAM and in the client library. */
  readonly action: string;
  /** Constant parameters, with the largest page that the service model allows. */
  readonly input: JsonObject;
  readonly token?: TokenNames;
  /** The member of the answer that holds the items; dots lead deeper; absent = the whole answer is the item. */
  readonly list?: string;
  readonly subjects?: Subjects;
  /** Member names that together tell one item of this operation from every other's. */
  readonly marks: readonly string[];
  /** Says that more exists than was answered, although no token came. */
  readonly truncatedBy?: string;
  readonly recent?: RecentOnly;
  /** How fast it is asked by itself, where AWS grants it less than the other calls of a region. */
  readonly pace?: BudgetLimit;
}

/** How much of a log without end is read, newest first: what is older is no gap. */
export interface RecentOnly {
  readonly hours: number;
  readonly pages: number;
}

/** What is written down per operation; everything else follows. */
export interface Declared<Item> {
  readonly service: ServiceName;
  readonly action: string;
  readonly id?: string;
  readonly reads: string;
  readonly item: z.ZodType<Item>;
  /** The member that is the item's own id. */
  readonly idMember: string;
  readonly list?: string;
  readonly input?: JsonObject;
  readonly token?: TokenNames | string;
  readonly need?: Operation['need'];
  readonly depth?: Operation['depth'];
  readonly scope?: Operation['scope'];
  readonly satisfiedBy?: readonly string[];
  readonly perSubject?: string;
  readonly subjects?: Subjects;
  readonly feeds: readonly RecordKind[];
  readonly secretPaths?: readonly string[];
  readonly fileNames?: readonly string[];
  readonly marks?: readonly string[];
  readonly permission?: string;
  readonly truncatedBy?: string;
  readonly recent?: RecentOnly;
  readonly pace?: BudgetLimit;
  readonly reduce?: Operation['reduce'];
}

/** An operation from what is written down about it: IAM action, documentation page and defaults follow from the service. */
export function awsOperation<Item>(declared: Declared<Item>): AwsOperation<Item> {
  const { service, action, idMember, token } = declared;
  const tokens = typeof token === 'string' ? { request: token, response: token } : token;
  const { iamPrefix, documentation } = SERVICES[service];
  return {
    id: declared.id ?? action,
    service,
    action,
    reads: declared.reads,
    permissions: [declared.permission ?? `${iamPrefix}:${action}`],
    need: declared.need ?? 'optional',
    depth: declared.depth ?? 'modelled',
    scope: declared.scope ?? 'regional',
    paging: tokens === undefined ? 'none' : 'token',
    feeds: declared.feeds,
    secretPaths: declared.secretPaths ?? [],
    item: declared.item,
    idMember,
    nativeId: (item) =>
      idMember === '' ? (typeof item === 'string' ? item : undefined) : textMember(item, idMember),
    source: `${documentation}${action}.html`,
    input: declared.input ?? {},
    marks: declared.marks ?? [idMember],
    ...(tokens === undefined ? {} : { token: tokens }),
    ...(declared.list === undefined ? {} : { list: declared.list }),
    ...(declared.satisfiedBy === undefined ? {} : { satisfiedBy: declared.satisfiedBy }),
    ...(declared.perSubject === undefined ? {} : { perSubject: declared.perSubject }),
    ...(declared.subjects === undefined ? {} : { subjects: declared.subjects }),
    ...(declared.fileNames === undefined ? {} : { fileNames: declared.fileNames }),
    ...(declared.truncatedBy === undefined ? {} : { truncatedBy: declared.truncatedBy }),
    ...(declared.recent === undefined ? {} : { recent: declared.recent }),
    ...(declared.pace === undefined ? {} : { pace: declared.pace }),
    ...(declared.reduce === undefined ? {} : { reduce: declared.reduce }),
  };
}

/** The text under a member of a raw item; `undefined` where there is none. Dots lead deeper. */
export function textMember(item: JsonValue, name: string): string | undefined {
  const found = memberAt(item, name);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** The value at a dotted path of a raw value. */
export function memberAt(value: JsonValue | undefined, path: string): JsonValue | undefined {
  let found: JsonValue | undefined = value;
  for (const name of path.split('.')) found = isJsonObject(found) ? found[name] : undefined;
  return found;
}

/** The list at a dotted path of a raw value; empty where there is none. */
export function listAt(value: JsonValue | undefined, path: string): readonly JsonValue[] {
  const found = memberAt(value, path);
  return Array.isArray(found) ? found : [];
}

/** Subjects that are ids found under one member of another operation's items, sent as one parameter each. */
export function subjectsByMember(
  of: string,
  member: string,
  input: (id: string) => JsonObject,
): Subjects {
  return {
    of: [of],
    from: (read) => {
      const ids = read(of).map((item) => textMember(item, member));
      return [...new Set(ids)]
        .filter((id) => id !== undefined)
        .map((subject) => ({ subject, input: input(subject) }));
    },
  };
}
