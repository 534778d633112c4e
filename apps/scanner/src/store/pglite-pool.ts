import { EventEmitter } from 'node:events';
import type { PGlite } from '@electric-sql/pglite';
import { Mutex } from './mutex.ts';

/** What a query answers, in the shape of node-postgres. */
export interface PoolResult {
  readonly rows: unknown[];
  readonly fields: readonly unknown[];
  readonly rowCount: number;
  readonly command: string;
}

interface QueryObject {
  readonly text: string;
  readonly values?: readonly unknown[];
}

/**
 * The one embedded database behind the interface of a `pg.Pool`, for Kysely and BullMQ alike. There is a single session, so a
 * transaction holds a lock from BEGIN to its end, and statements of others wait. Every statement gives way to timers once:
 * all of PGlite's waits are microtasks, and a busy loop of queries would starve the process.
 */
export class PglitePool extends EventEmitter {
  readonly options = { keepAlive: true, max: 10 };
  readonly totalCount = 1;
  readonly idleCount = 1;
  readonly waitingCount = 0;
  readonly #database: PGlite;
  readonly #session = new Mutex();

  constructor(database: PGlite) {
    super();
    this.setMaxListeners(0);
    this.#database = database;
  }

  /** Runs one statement outside of any transaction. */
  query(text: string | QueryObject, values?: readonly unknown[]): Promise<PoolResult> {
    return new PgliteClient(this.#database, this.#session).query(text, values);
  }

  /** A client for a transaction, or for LISTEN. Release it. */
  async connect(): Promise<PgliteClient> {
    const client = new PgliteClient(this.#database, this.#session);
    this.emit('connect', client);
    return client;
  }

  /** Closes nothing: whoever opened the database closes it. */
  async end(): Promise<void> {}
}

/** One client of the session. */
export class PgliteClient extends EventEmitter {
  readonly #database: PGlite;
  readonly #session: Mutex;
  #endTransaction: (() => void) | undefined;
  #stopListening: (() => void) | undefined;

  constructor(database: PGlite, session: Mutex) {
    super();
    this.setMaxListeners(0);
    this.#database = database;
    this.#session = session;
  }

  /** Runs one statement, or several without values. */
  async query(statement: string | QueryObject, given?: readonly unknown[]): Promise<PoolResult> {
    const text = typeof statement === 'string' ? statement : statement.text;
    const values = typeof statement === 'string' ? given : statement.values;
    const command = firstWords(text);
    if (/^(BEGIN|START TRANSACTION)\b/.test(command) && this.#endTransaction === undefined) {
      this.#endTransaction = await this.#session.lock();
    }
    await new Promise<void>((resolve) => void setImmediate(resolve));
    const unlock = this.#endTransaction === undefined ? await this.#session.lock() : undefined;
    try {
      if (command.startsWith('LISTEN')) this.#listen();
      return await this.#run(text, values ?? [], command);
    } finally {
      unlock?.();
      if (isEnd(command)) this.#transactionEnded();
    }
  }

  /** Gives the client back; an open transaction is rolled back. */
  release(): void {
    this.#stopListening?.();
    this.#stopListening = undefined;
    if (this.#endTransaction === undefined) return;
    void this.#database.exec('ROLLBACK').finally(() => this.#transactionEnded());
  }

  async #run(text: string, values: readonly unknown[], command: string): Promise<PoolResult> {
    const answer =
      values.length === 0
        ? (await this.#database.exec(text)).at(-1)
        : await this.#database.query(text, [...values]);
    const rows = answer?.rows ?? [];
    return {
      rows,
      fields: answer?.fields ?? [],
      rowCount: answer?.affectedRows || rows.length,
      command: command.split(/\s/)[0] ?? '',
    };
  }

  #listen(): void {
    this.#stopListening ??= this.#database.onNotification((channel, payload) => {
      this.emit('notification', { channel, payload, processId: 0 });
    });
  }

  #transactionEnded(): void {
    const end = this.#endTransaction;
    this.#endTransaction = undefined;
    end?.();
  }
}

/** The statement's first words in upper case. Statements may begin with comments: BullMQ's LISTEN does. */
function firstWords(text: string): string {
  return text
    .replace(/^(\s*--[^\n]*\n|\s*\/\*[\s\S]*?\*\/)*\s*/, '')
    .slice(0, 24)
    .toUpperCase()
    .trim();
}

function isEnd(command: string): boolean {
  return /^(COMMIT|END)\b/.test(command) || /^ROLLBACK(;|$|\s+(WORK|TRANSACTION))/.test(command);
}
