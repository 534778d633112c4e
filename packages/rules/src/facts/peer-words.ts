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
      const cidrs = judged.packets.sources().cidrs();
      const more = cidrs.length > 5 ? ` and ${cidrs.length - 5} more` : '';
      return `${cidrs.slice(0, 5).join(', ')}${more}`;
    }
  }
}
