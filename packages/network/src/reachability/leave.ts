import type { Gateway } from '../graph/gateway.ts';
import type { InterfaceAddress } from '../graph/interface.ts';
import { isUnknown } from '../graph/unknown.ts';
import type { PacketSet } from '../netset/index.ts';
import { undecided } from './bounds.ts';
import { deliverOverInternet, publicFace, strangers } from './internet.ts';
import { translate, translation, untranslateVerdict } from './translation.ts';
import { openCrossing, perhaps, through, type Verdict, verdictWithin } from './verdict.ts';
import { packetsFrom, type Standpoint, type Walk } from './walk.ts';

/**
 * From a network onto the internet, through an internet or egress-only gateway (or none, in the public space). With
 * `address` the packets come from an interface; without, from a NAT gateway that stands in the subnet of `from`.
 */
export function sendToInternet(
  walk: Walk,
  packets: PacketSet,
  from: Standpoint,
  gateway: Gateway | undefined,
  address: InterfaceAddress | undefined,
): Verdict {
  const resource = gateway?.id ?? from.network;
  const hop = { kind: 'gateway', resource, packets } as const;
  const isEgressOnly = gateway?.gatewayKind === 'egress-only';
  if (gateway !== undefined && !isEgressOnly && !gateway.networks.includes(from.network)) {
    return walk.refused({
      ...hop,
      disposition: 'no-route',
      detail: 'the gateway is not attached to this network',
    });
  }
  const block = from.subnet?.internetBlock;
  const isTranslated = isEgressOnly || from.isTranslated === true;
  if (
    block !== undefined &&
    !isUnknown(block) &&
    (isTranslated ? block.translated : block.direct)
  ) {
    return walk.refused({ ...hop, disposition: 'blackholed', detail: block.label });
  }
  if (isUnknown(block))
    walk.recorder?.note({ ...hop, bounds: undecided, disposition: 'unseen', detail: block.reason });
  const leaving =
    from.subnet === undefined ? openCrossing : walk.subnetCrossing(from.subnet, 'egress', packets);
  if (gateway !== undefined && !isUnknown(block)) walk.passed(hop);
  const rest = walk.onward(packets, leaving.forward);
  const verdict = through(
    leaving,
    withPublicSource(walk, rest, from, isEgressOnly, resource, address),
  );
  return isUnknown(block) ? perhaps(verdict) : verdict;
}

function withPublicSource(
  walk: Walk,
  packets: PacketSet,
  from: Standpoint,
  isEgressOnly: boolean,
  resource: Standpoint['network'],
  address: InterfaceAddress | undefined,
): Verdict {
  const hop = { kind: 'translation', resource, packets, disposition: 'no-public-address' } as const;
  if (address === undefined || from.sender === undefined) {
    const known = packets.intersect(packetsFrom(strangers));
    if (known.isEmpty) return walk.refused(hop);
    return verdictWithin(deliverOverInternet(walk, known), known);
  }
  if (address.plane === 'public') return deliverOverInternet(walk, packets);
  const outside = publicFace(address);
  if (isEgressOnly || outside.isEmpty) return walk.refused(hop);
  const mapping = translation('source', address.inside, outside);
  if (mapping === undefined) {
    const detail = 'the translated addresses cannot be paired';
    return walk.unclear({ ...hop, disposition: 'unseen', detail });
  }
  const outward = translate(packets, mapping);
  walk.passed({ kind: 'translation', resource: from.sender.id, packets: outward });
  return untranslateVerdict(deliverOverInternet(walk, outward), mapping);
}
