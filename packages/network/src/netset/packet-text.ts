import { AddressSet } from './address-set.ts';
import { NetsetParseError } from './netset-parse-error.ts';
import { readPart } from './number-text.ts';
import { TransportSet } from './transport-set.ts';

const ARROW = ' -> ';
const COLON = ' : ';

/** A row of a packet set, see `PacketBox`. */
interface Row {
  readonly source: AddressSet;
  readonly destination: AddressSet;
  readonly transport: TransportSet;
}

/** `10.0.0.0/8 -> 192.0.2.1/32 : tcp 22`. */
export function formatPacketRow({ source, destination, transport }: Row): string {
  return `${source}${ARROW}${destination}${COLON}${transport}`;
}

/** Reads rows on lines of their own. Throws {@link NetsetParseError}. */
export function readPacketRows(text: string): Row[] {
  const rows: Row[] = [];
  let from = 0;
  for (;;) {
    const newline = text.indexOf('\n', from);
    rows.push(readPacketRow(text, from, newline < 0 ? text.length : newline));
    if (newline < 0) return rows;
    from = newline + 1;
  }
}

function readPacketRow(text: string, from: number, to: number): Row {
  const arrow = text.indexOf(ARROW, from);
  if (arrow < 0 || arrow > to)
    throw new NetsetParseError(text, from, `"${ARROW}" is missing in this row`);
  const colon = text.indexOf(COLON, arrow + ARROW.length);
  if (colon < 0 || colon > to)
    throw new NetsetParseError(text, arrow + ARROW.length, `"${COLON}" is missing in this row`);
  return {
    source: readPart(text, from, arrow, AddressSet.parse),
    destination: readPart(text, arrow + ARROW.length, colon, AddressSet.parse),
    transport: readPart(text, colon + COLON.length, to, TransportSet.parse),
  };
}
