import type { ServiceKind } from '@netposture/network/graph';

/** What one database engine is, in DigitalOcean's word. */
interface Engine {
  readonly kind: ServiceKind;
  /** The API has read replicas of it (PostgreSQL and MySQL). */
  readonly replicas: boolean;
  /** The API has connection pools before it (PostgreSQL). */
  readonly pools: boolean;
  /** How trusted sources of it behave is documented. */
  readonly isDocumented: boolean;
}

const DATA: Engine = { kind: 'database', replicas: false, pools: false, isDocumented: true };

const ENGINES: Readonly<Record<string, Engine>> = {
  pg: { ...DATA, replicas: true, pools: true },
  mysql: { ...DATA, replicas: true },
  // In public preview: what their trusted sources do is not documented (2026-08).
  advanced_pg: { ...DATA, replicas: true, pools: true, isDocumented: false },
  advanced_mysql: { ...DATA, replicas: true, isDocumented: false },
  mongodb: DATA,
  redis: { ...DATA, kind: 'cache' },
  valkey: { ...DATA, kind: 'cache' },
  kafka: { ...DATA, kind: 'broker' },
  opensearch: { ...DATA, kind: 'search' },
};

/** Of an engine that is not known: it may have everything, and nothing of it is documented. */
const UNKNOWN_ENGINE: Engine = {
  kind: 'database',
  replicas: true,
  pools: true,
  isDocumented: false,
};

/** What an engine is; one that is not known is a database of which nothing is documented. */
export function engineOf(engine: string): Engine {
  return (Object.hasOwn(ENGINES, engine) ? ENGINES[engine] : undefined) ?? UNKNOWN_ENGINE;
}

/** Whether read replicas of a database are asked for. */
export function hasReplicas(engine: string): boolean {
  return engineOf(engine).replicas;
}

/** Whether connection pools of a database are asked for. */
export function hasPools(engine: string): boolean {
  return engineOf(engine).pools;
}
