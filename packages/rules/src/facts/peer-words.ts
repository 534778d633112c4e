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
  const { cidrs, more } = addresses.fewCidrs(5);
  return `${cidrs.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
