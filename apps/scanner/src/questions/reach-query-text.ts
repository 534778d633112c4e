import type { ReachQuery } from '@netposture/network/reachability';
import { z } from 'zod';
import { protocolNumber } from './protocol-number.ts';

/** A question that cannot be asked. */
export class QueryError extends Error {
  readonly code = 'POSTURE_QUERY_INVALID';

  constructor(message: string) {
    super(message);
    this.name = 'QueryError';
  }
}

const number = (most: number) => z.int().min(0).max(most);

/** One question as JSON, as a line of `--queries` holds it. Unknown keys are refused: a typing error must not widen a question. */
export const ReachQueryJson = z.strictObject({
  from: z.string().min(1),
  to: z.string().min(1),
  protocol: z.union([z.string(), number(255)]).optional(),
  port: number(65_535).optional(),
  sourcePort: number(65_535).optional(),
  icmpType: number(255).optional(),
  icmpCode: number(255).optional(),
});

/** Reads one line of JSON. Throws {@link QueryError} with what is wrong and where. */
export function parseQueryLine(line: string): ReachQuery {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new QueryError(
      'This line is not JSON. Write one object a line, such as {"from": "internet", "to": "web-1", "port": 443}.',
    );
  }
  return parseQuery(value);
}

/** Checks a question given as a plain object. Throws {@link QueryError}. */
export function parseQuery(value: unknown): ReachQuery {
  const parsed = ReachQueryJson.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
    throw new QueryError(`${where}${issue?.message ?? 'not a question'}`);
  }
  const { protocol, ...rest } = parsed.data;
  const query = withoutUndefined(rest);
  if (protocol === undefined) return checked(query);
  const known = typeof protocol === 'number' ? protocol : protocolNumber(protocol);
  if (known === undefined)
    throw new QueryError(`protocol: "${protocol}" is no protocol name or number (0 to 255).`);
  return checked({ ...query, protocol: known });
}

const PORT_PROTOCOLS = [6, 17, 132];
const MESSAGE_PROTOCOLS = [1, 58];

function checked(query: ReachQuery): ReachQuery {
  const { protocol } = query;
  const hasPort = query.port !== undefined || query.sourcePort !== undefined;
  if (hasPort && protocol !== undefined && !PORT_PROTOCOLS.includes(protocol)) {
    throw new QueryError(`port: protocol ${protocol} has no ports.`);
  }
  const hasMessage = query.icmpType !== undefined || query.icmpCode !== undefined;
  if (hasMessage && (protocol === undefined || !MESSAGE_PROTOCOLS.includes(protocol))) {
    throw new QueryError('icmpType: only with protocol icmp or icmpv6.');
  }
  if (query.icmpCode !== undefined && query.icmpType === undefined)
    throw new QueryError('icmpCode: only with icmpType.');
  return query;
}

function withoutUndefined<T extends object>(
  value: T,
): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
