import type { EvidencePage, EvidenceTable } from './evidence-rows.ts';
import type { TokenEntry, Tokens } from './tokens.ts';

/** What an operator does with the store: in this process, or through the service that holds the data directory. */
export interface Administration {
  /** Makes a token; see {@link Tokens.create}. */
  createToken(wanted: Parameters<Tokens['create']>[0]): ReturnType<Tokens['create']>;
  listTokens(): Promise<readonly TokenEntry[]>;
  /** @throws PostureError `POSTURE_TOKEN_UNKNOWN` */
  revokeToken(id: string): Promise<void>;
  /** A part of a table, in the order of its key; see {@link EvidencePage}. */
  evidence(table: EvidenceTable, cursor: string | undefined): Promise<EvidencePage>;
}

/** Where the store is; what is absent comes from the environment. */
export interface StorePlace {
  readonly dataDir?: string;
}

/** Opens the store for one use, and closes it afterwards. */
export type UseAdministration = <T>(
  place: StorePlace,
  use: (administration: Administration) => Promise<T>,
) => Promise<T>;
