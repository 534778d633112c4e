import type { AddressSet } from '@netposture/network/netset';
import type { PeerClass } from '../finding.ts';
import type { JudgedPackets } from './judged-packets.ts';

/** Who the peers are, for a sentence; few addresses are named. */
export function peerWords(peerClass: PeerClass, judged: JudgedPackets): string {
  switch (peerClass) {
    case 'internet':
      return 'the internet';
    case 'shared-edge':
      return 'a shared edge network';
    default: {
      let words = known.get(judged.senders);
      if (words === undefined) {
        words = fewOf(judged.senders);
        known.set(judged.senders, words);
      }
      return words;
    }
  }
}

/** By the senders: findings share them, and few are asked for one CIDR after the other. */
const known = new WeakMap<AddressSet, string>();

function fewOf(addresses: AddressSet): string {
  const cidrs = addresses.cidrs();
  const more = cidrs.length > 5 ? ` and ${cidrs.length - 5} more` : '';
  return `${cidrs.slice(0, 5).join(', ')}${more}`;
}
