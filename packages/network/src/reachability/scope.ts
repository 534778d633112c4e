import { type AddressSet, internet, type TransportSet } from '../netset/index.ts';

/** The packets about which filters are asked: what they say about others means nothing. Saves work where few rules are about these. */
export interface Scope {
  /** The other end of each packet lies in this interned set. Absent = anywhere. */
  readonly peers?: AddressSet;
  /** The transport of each packet lies in this interned set. Absent = any. */
  readonly transport?: TransportSet;
}

/** Packets from the internet set or to it. */
export const internetScope: Scope = { peers: internet };
