import { AddressSet, PacketSet, TransportSet } from '@netposture/network/netset';

/** A packet set as it is kept: rows of sources, destinations and transport. */
export type PacketRows = readonly {
  readonly source: readonly string[];
  readonly destination: readonly string[];
  readonly transport: string;
}[];

/** One packet as it is kept: addresses as text, protocol and ports as numbers. */
export type PacketFields = Readonly<Record<string, string | number>>;

/** What outsiders can do to one target, as one scan knew it. Plain data, fit for the store. */
export interface ExposureState {
  /** The resource id. */
  readonly target: string;
  readonly name: string;
  readonly kind: string;
  readonly provider: string;
  readonly account: string;
  readonly location: string;
  readonly nativeId: string;
  /** Packets that certainly get through. */
  readonly allowed: PacketRows;
  /** Packets that may get through, since something could not be seen. */
  readonly undetermined: PacketRows;
  /** `allowed`, and what was allowed when it was last seen of what is undetermined now: lost sight closes nothing. */
  readonly lastAllowed: PacketRows;
  /** The target itself was not seen by this scan; the rest is from the scan that saw it last. */
  readonly isUnseen: boolean;
}

/** Reads a kept packet set back. */
export function packetSetOf(rows: PacketRows): PacketSet {
  return PacketSet.unionOf(
    rows.map(({ source, destination, transport }) =>
      PacketSet.of(
        AddressSet.from(source),
        AddressSet.from(destination),
        TransportSet.parse(transport),
      ),
    ),
  );
}
