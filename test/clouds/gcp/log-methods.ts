import { type Raw, textOf } from './json.ts';
import { list, type Method, method } from './method.ts';

/** One line in the log of admin activity. */
export interface LoggedCall {
  readonly project: string;
  /** `v1.compute.firewalls.insert`. */
  readonly method: string;
  /** `global/firewalls/allow-ssh`, below the project. */
  readonly resource: string;
  readonly by: string;
  readonly at: string;
  /** Default compute. */
  readonly service?: string;
  /** The long-running call that it belongs to, and whether this is its beginning or its end. */
  readonly operation?: Raw;
  /** More of the payload. */
  readonly payload?: Raw;
}

/** An entry as Cloud Logging tells it; what was sent and answered stands in it. */
export function logEntry(call: LoggedCall): Raw {
  const { project, at, operation } = call;
  return {
    logName: `projects/${project}/logs/cloudaudit.googleapis.com%2Factivity`,
    insertId: `${call.method} ${call.resource} ${at}`,
    timestamp: at,
    receiveTimestamp: at,
    severity: 'NOTICE',
    resource: { type: 'gce_firewall_rule', labels: { project_id: project } },
    ...(operation === undefined ? {} : { operation }),
    protoPayload: {
      '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
      serviceName: `${call.service ?? 'compute'}.googleapis.com`,
      methodName: call.method,
      resourceName: `projects/${project}/${call.resource}`,
      authenticationInfo: { principalEmail: call.by },
      requestMetadata: { callerIp: '198.51.100.7', callerSuppliedUserAgent: 'gcloud' },
      request: { rootPassword: 'planted-request-password' },
      response: { privateKey: 'planted-response-key' },
      status: {},
      ...call.payload,
    },
  };
}

/** What the simulation understands of the query language: one log, since when, and some services. */
const FILTER =
  /^logName="(?<log>[^"]+)" AND timestamp>="(?<since>[^"]+)" AND \((?<services>protoPayload\.serviceName="[^"]+"(?: OR protoPayload\.serviceName="[^"]+")*)\)$/;

/** The methods of Cloud Logging. */
export const LOG_METHODS: readonly Method[] = [
  method(
    'logging.entries.list',
    'logging',
    '/v2/entries:list',
    ({ project, body = {} }) => {
      const asked = FILTER.exec(textOf(body, 'filter'))?.groups;
      if (asked === undefined || body['orderBy'] !== 'timestamp desc')
        return { kind: 'error', status: 400, message: 'Unparseable filter or order' };
      const services = new Set(
        [...(asked['services'] ?? '').matchAll(/"([^"]+)"/g)].map(([, name]) => name),
      );
      const entries = (project?.services.get('logging/entries') ?? [])
        .filter((entry) => entry['logName'] === asked['log'])
        .filter(
          (entry) => Date.parse(textOf(entry, 'timestamp')) >= Date.parse(asked['since'] ?? ''),
        )
        .filter((entry) => services.has(textOf(entry['protoPayload'] as Raw, 'serviceName')))
        .sort((a, b) => (textOf(a, 'timestamp') < textOf(b, 'timestamp') ? 1 : -1));
      return list('entries', entries, 1000, 'pageSize');
    },
    { verb: 'POST', asksInBody: true, parameters: ['project'] },
  ),
];

/** The log of the full world. */
export const FULL_LOG: readonly Raw[] = [
  ['v1.compute.firewalls.insert', 'global/firewalls/allow-web', '2026-01-01T00:00:05Z'],
  ['v1.compute.instances.setTags', 'zones/europe-west1-b/instances/web', '2026-01-01T00:00:04Z'],
  ['v1.compute.routes.insert', 'global/routes/out', '2026-01-01T00:00:03Z'],
].map(([name = '', resource = '', at = '']) =>
  logEntry({ project: 'acme-production', method: name, resource, by: 'alice@acme.example', at }),
);
