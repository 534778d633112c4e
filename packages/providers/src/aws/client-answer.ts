import { CallFailure, tooLarge } from '../client/call-failure.ts';
import type { ServiceName } from './service.ts';

/** An answer on its way through the SDK, before it is parsed. */
export interface AnswerContext {
  readonly response: unknown;
}

/** A raw answer of the SDK's HTTP handler, as far as it is looked at. */
interface RawAnswer {
  readonly statusCode: number;
  body?: unknown;
}

/** No page of any API comes near it. */
const LARGEST_BODY_BYTES = 64 * 1024 * 1024;

const XML_SERVICES: ReadonlySet<ServiceName> = new Set([
  'ec2',
  'sts',
  'elbv2',
  'elb',
  'rds',
  'elasticache',
  'redshift',
  's3',
]);

const REST_XML_SERVICES: ReadonlySet<ServiceName> = new Set(['s3']);

/**
 * Refuses a successful answer that is not what was asked for: the SDK reads a login page or half a document as an
 * answer without members, and "nothing there" would be the worst possible reading of it.
 *
 * @throws CallFailure `malformed` or `refused`.
 */
export async function checkAnswer<T extends AnswerContext>(
  answer: T,
  commandName: string,
  service: ServiceName,
): Promise<T> {
  const { response } = answer;
  if (!isRawAnswer(response) || response.statusCode >= 300) return answer;
  const bytes = await bytesOf(response.body);
  response.body = bytes;
  const text = Buffer.from(bytes).toString('utf8').trim();
  const action = commandName.replace(/Command$/, '');
  const fits = XML_SERVICES.has(service)
    ? isWholeXml(text, REST_XML_SERVICES.has(service) ? undefined : `${action}Response`)
    : isJsonObjectText(text);
  if (!fits) {
    throw new CallFailure(
      'malformed',
      `The answer to ${action} is not the document that was asked for.`,
    );
  }
  return answer;
}

function isRawAnswer(value: unknown): value is RawAnswer {
  return typeof value === 'object' && value !== null && 'statusCode' in value;
}

async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  if (body === undefined || body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > LARGEST_BODY_BYTES) throw tooLarge(LARGEST_BODY_BYTES);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Whether a text is one XML element with the given name, closed at the end. */
function isWholeXml(text: string, root: string | undefined): boolean {
  const body = text.replace(/^\uFEFF?<\?xml[^>]*\?>\s*/, '');
  const name = /^<([A-Za-z][\w:.-]*)/.exec(body)?.[1];
  if (name === undefined || name.toLowerCase() === 'html') return false;
  if (root !== undefined && name !== root) return false;
  return body.endsWith(`</${name}>`) || (/^<[^<>]*\/>$/.test(body) && root === undefined);
}

/** JSON answers are objects; the library itself parses them, and truncation makes that fail. */
function isJsonObjectText(text: string): boolean {
  return text.startsWith('{') && text.endsWith('}');
}
