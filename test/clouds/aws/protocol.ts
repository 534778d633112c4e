import type { IncomingMessage } from 'node:http';
import { SERVICES, type ServiceName } from '../../../packages/providers/src/aws/service.ts';
import { escapeXml, toWireJson, toXml, type WireAction, wireAction } from './wire-shape.ts';

/** How a service speaks. */
export type Protocol = 'ec2' | 'query' | 'json' | 'rest-json' | 'rest-xml';

interface Spoken {
  readonly protocol: Protocol;
  /** The name in the signature. */
  readonly signing: string;
  /** The `Version` parameter, which tells the two load balancing APIs apart. */
  readonly version?: string;
  /** The prefix of `X-Amz-Target`. */
  readonly target?: string;
}

/** The protocol of each service, from the `metadata` of the service models. */
export const SPOKEN: Readonly<Record<ServiceName, Spoken>> = {
  ec2: { protocol: 'ec2', signing: 'ec2', version: '2016-11-15' },
  sts: { protocol: 'query', signing: 'sts', version: '2011-06-15' },
  organizations: {
    protocol: 'json',
    signing: 'organizations',
    target: 'AWSOrganizationsV20161128',
  },
  elbv2: { protocol: 'query', signing: 'elasticloadbalancing', version: '2015-12-01' },
  elb: { protocol: 'query', signing: 'elasticloadbalancing', version: '2012-06-01' },
  rds: { protocol: 'query', signing: 'rds', version: '2014-10-31' },
  elasticache: { protocol: 'query', signing: 'elasticache', version: '2015-02-02' },
  memorydb: { protocol: 'json', signing: 'memorydb', target: 'AmazonMemoryDB' },
  redshift: { protocol: 'query', signing: 'redshift', version: '2012-12-01' },
  'redshift-serverless': {
    protocol: 'json',
    signing: 'redshift-serverless',
    target: 'RedshiftServerless',
  },
  opensearch: { protocol: 'rest-json', signing: 'es' },
  eks: { protocol: 'rest-json', signing: 'eks' },
  kafka: { protocol: 'rest-json', signing: 'kafka' },
  lambda: { protocol: 'rest-json', signing: 'lambda' },
  lightsail: { protocol: 'json', signing: 'lightsail', target: 'Lightsail_20161128' },
  globalaccelerator: {
    protocol: 'json',
    signing: 'globalaccelerator',
    target: 'GlobalAccelerator_V20180706',
  },
  'network-firewall': {
    protocol: 'json',
    signing: 'network-firewall',
    target: 'NetworkFirewall_20201112',
  },
  s3: { protocol: 'rest-xml', signing: 's3' },
  // The page of LookupEvents writes the target with the package in front; the client library sends it without.
  cloudtrail: { protocol: 'json', signing: 'cloudtrail', target: 'CloudTrail_20131101' },
};

/** What a request asks for. */
export interface Parsed {
  readonly service: ServiceName;
  readonly action: string;
  readonly wire: WireAction;
  /** Top-level parameters by their wire name; lists of the query protocols as arrays. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

const libraries = new Map<ServiceName, Promise<object>>();

function libraryOf(service: ServiceName): Promise<object> {
  const known = libraries.get(service);
  if (known !== undefined) return known;
  const loaded = SERVICES[service].load();
  libraries.set(service, loaded);
  return loaded;
}

/** Reads service, action and parameters of a request; `undefined` where they make no sense. */
export async function parseRequest(
  request: IncomingMessage,
  body: string,
  signing: string,
  actions: readonly string[],
): Promise<Parsed | undefined> {
  const form = new URLSearchParams(body);
  const url = new URL(request.url ?? '/', 'http://simulated');
  for (const [name, spoken] of Object.entries(SPOKEN)) {
    const service = name as ServiceName;
    if (spoken.signing !== signing) continue;
    if (spoken.version !== undefined) {
      const action = form.get('Action');
      if (form.get('Version') !== spoken.version || action === null) continue;
      return parsed(service, action, formParameters(form));
    }
    if (spoken.target !== undefined) {
      const [action, prefix] = String(request.headers['x-amz-target'] ?? '')
        .split('.')
        .reverse();
      if (prefix !== spoken.target || action === undefined) continue;
      return parsed(service, action, JSON.parse(body === '' ? '{}' : body));
    }
    const found = await restAction(service, request, url, body, actions);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function parsed(
  service: ServiceName,
  action: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<Parsed | undefined> {
  const wire = wireAction(await libraryOf(service), action);
  return wire === undefined ? undefined : { service, action, wire, parameters };
}

function formParameters(form: URLSearchParams): Record<string, unknown> {
  const parameters: Record<string, unknown> = {};
  for (const [key, value] of form) {
    if (key === 'Action' || key === 'Version') continue;
    const [name = '', ...rest] = key.split('.');
    if (rest.length === 0) parameters[name] = value;
    else parameters[name] = [...((parameters[name] as string[] | undefined) ?? []), value];
  }
  return parameters;
}

async function restAction(
  service: ServiceName,
  request: IncomingMessage,
  url: URL,
  body: string,
  actions: readonly string[],
): Promise<Parsed | undefined> {
  const library = await libraryOf(service);
  for (const key of actions) {
    const [owner, action = ''] = key.split(':');
    if (owner !== service) continue;
    const wire = wireAction(library, action);
    if (wire?.http === undefined || wire.http[0] !== request.method) continue;
    const [path = '', query = ''] = wire.http[1].split('?');
    const names: string[] = [];
    const pattern = path.replace(/\{(\w+)\}/g, (_, name: string) => {
      names.push(name);
      return '([^/]+)';
    });
    const match = new RegExp(`^${pattern}/?$`).exec(url.pathname);
    if (match === null) continue;
    if (query !== '' && !url.search.includes(query.split('&')[0] ?? '')) continue;
    const fromPath = names.map((name, at) => [name, decodeURIComponent(match[at + 1] ?? '')]);
    const fromQuery = [...url.searchParams].filter(([name]) => name !== 'x-id');
    const fromBody = body === '' ? [] : Object.entries(JSON.parse(body));
    const parameters = Object.fromEntries([...fromPath, ...fromQuery, ...fromBody]);
    return { service, action, wire, parameters };
  }
  return undefined;
}

/** The names under which an action's parameters may come. */
export function parameterNames(asked: Parsed): ReadonlyMap<string, string> {
  const { protocol } = SPOKEN[asked.service];
  const names = new Map<string, string>();
  for (const [name, schema] of asked.wire.input.structIterator()) {
    const traits = schema.getMergedTraits();
    const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
    const wire =
      protocol === 'ec2'
        ? (traits['ec2QueryName'] ?? capital(traits.xmlName ?? name))
        : protocol === 'query'
          ? (traits.xmlName ?? name)
          : (traits.httpQuery ?? traits.jsonName ?? name);
    names.set(String(wire), name);
  }
  return names;
}

/** A successful answer in the service's protocol. */
export function successBody(asked: Parsed, answer: object): string {
  const { action, service, wire } = asked;
  const path = `${service}:${action}`;
  switch (SPOKEN[service].protocol) {
    case 'ec2':
      return xmlDocument(
        `<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r-1</requestId>${toXml(wire.output, answer, path)}</${action}Response>`,
      );
    case 'query':
      return xmlDocument(
        `<${action}Response><${action}Result>${toXml(wire.output, answer, path)}</${action}Result><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></${action}Response>`,
      );
    case 'rest-xml': {
      const payload = [...wire.output.structIterator()].find(
        ([, member]) => member.getMergedTraits().httpPayload,
      );
      if (payload === undefined)
        return xmlDocument(
          `<${action}Result>${toXml(wire.output, answer, path)}</${action}Result>`,
        );
      const [name, member] = payload;
      return xmlDocument(`<${name}>${toXml(member, Reflect.get(answer, name), path)}</${name}>`);
    }
    case 'json':
    case 'rest-json':
      return JSON.stringify(toWireJson(wire.output, answer, path));
  }
}

/** An error in the service's protocol: body and headers. */
export function errorBody(service: ServiceName, code: string, message: string) {
  const text = escapeXml(message);
  switch (SPOKEN[service].protocol) {
    case 'ec2':
      return {
        body: xmlDocument(
          `<Response><Errors><Error><Code>${code}</Code><Message>${text}</Message></Error></Errors><RequestID>r-1</RequestID></Response>`,
        ),
        type: 'text/xml',
      };
    case 'query':
      return {
        body: xmlDocument(
          `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${text}</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`,
        ),
        type: 'text/xml',
      };
    case 'rest-xml':
      return {
        body: xmlDocument(
          `<Error><Code>${code}</Code><Message>${text}</Message><RequestId>r-1</RequestId></Error>`,
        ),
        type: 'application/xml',
      };
    case 'json':
    case 'rest-json':
      return {
        body: JSON.stringify({ __type: code, message }),
        type: 'application/x-amz-json-1.1',
      };
  }
}

function xmlDocument(body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${body}`;
}
