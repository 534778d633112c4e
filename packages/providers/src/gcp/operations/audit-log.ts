import type { JsonObject } from '../../json.ts';
import { memberOf, operation } from '../operation.ts';
import { auditLogItem } from '../schema/audit-log.ts';

/**
 * The log of changes, which every project keeps. A read by POST, whose pages are named in its body. For attribution
 * alone: nothing of it reaches a verdict.
 */
export const auditLog = operation({
  id: 'audit-log',
  reads: 'who changed what in the last 24 hours, the latest 3,000 entries at most',
  service: 'logging',
  method: 'logging.entries.list',
  verb: 'POST',
  path: '/v2/entries:list',
  // Cloud Logging answers 60 such requests a minute and project: three of them are no burden.
  pageSize: { parameter: 'pageSize', maximum: 1000, inBody: true, mostPages: 3 },
  answer: { kind: 'list', key: 'entries' },
  permissions: ['logging.logEntries.list'],
  depth: 'inventory',
  feeds: [],
  item: auditLogItem,
  nativeId: memberOf('insertId'),
  // What was sent and answered may hold keys and passwords; the address of the caller is nobody's business here.
  secretPaths: [
    'protoPayload.request',
    'protoPayload.response',
    'protoPayload.metadata',
    'protoPayload.serviceData',
    'protoPayload.resourceOriginalState',
    'protoPayload.requestMetadata',
    'protoPayload.authorizationInfo',
    'protoPayload.policyViolationInfo',
    'protoPayload.status.message',
    'protoPayload.status.details',
    'protoPayload.authenticationInfo.thirdPartyPrincipal',
    'protoPayload.authenticationInfo.serviceAccountKeyName',
    'protoPayload.authenticationInfo.serviceAccountDelegationInfo',
    'labels',
  ],
  source: 'https://cloud.google.com/logging/docs/reference/v2/rest/v2/entries/list',
});

/** The services whose changes are asked for. */
const SERVICES = ['compute', 'sqladmin', 'container'];
const DAY_MS = 24 * 60 * 60 * 1000;

/** Asks for the changes of the day before `nowMs` (milliseconds since 1970 in UTC), the newest first. */
export function changesBefore(nowMs: number, account: string): JsonObject {
  const services = SERVICES.map((name) => `protoPayload.serviceName="${name}.googleapis.com"`);
  return {
    resourceNames: [`projects/${account}`],
    filter: [
      `logName="projects/${account}/logs/cloudaudit.googleapis.com%2Factivity"`,
      `timestamp>="${new Date(nowMs - DAY_MS).toISOString()}"`,
      `(${services.join(' OR ')})`,
    ].join(' AND '),
    orderBy: 'timestamp desc',
  };
}
