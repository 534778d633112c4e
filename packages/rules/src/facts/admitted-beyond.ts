import type { Interface, ResourceId } from '@netposture/network/graph';
import { AddressSet, internet, PacketSet, type TransportSet } from '@netposture/network/netset';
import type { AnswerSets, Question } from '@netposture/network/reachability';
import type { FindingDraft, PeerClass } from '../finding.ts';
import type { RuleContext } from '../rule-context.ts';
import { admittingFilters, namesOf } from './admitting-filters.ts';
import { setsOf } from './exposed-facts.ts';
import { peerWords } from './exposure-drafts.ts';
import { hasPublicFace } from './public-face.ts';

/** What is asked of an interface that only the VPN and the bastions may use. */
export interface BeyondAsk {
  readonly transport: TransportSet;
  /** `internet`: strangers and own egress addresses only; `all`: own interfaces too. */
  readonly senders: 'internet' | 'all';
  readonly says: (packets: PacketSet, who: string) => string;
}

/** What an interface admits beside the declared VPN addresses and the bastions. */
export function* admittedBeyond(
  context: RuleContext,
  card: Interface,
  ask: BeyondAsk,
): Generator<FindingDraft> {
  const { reachability, policy } = context;
  const to = { interfaces: [card.id], throughBalancers: false };
  const permitted = permittedSources(context);
  const outside: Question = {
    from: { interfaces: [], external: internet },
    to,
    transport: ask.transport,
  };
  const questions: Question[] =
    hasPublicFace(card) || card.unmodelledIngress !== undefined ? [outside] : [];
  if (ask.senders === 'all')
    questions.push({
      from: { interfaces: privateSenders(context, card) },
      to,
      transport: ask.transport,
    });
  for (const question of questions) {
    const isOutside = question === outside;
    const sets = isOutside
      ? exposedSets(context, card, ask.transport)
      : setsOf(reachability.reach(question));
    for (const [state, found] of [
      ['open', sets.allowed],
      ['undetermined', sets.undetermined],
    ] as const) {
      // A VPN address is one, whichever own server holds it. A bastion's inside address means nothing in other networks.
      const spared = isOutside ? permitted : (policy.vpn ?? AddressSet.empty);
      const packets = found.restrict({ source: spared.complement() });
      if (packets.isEmpty) continue;
      const peerClass: PeerClass = isOutside ? outsidePeer(context, packets) : 'other';
      const ids = admittingFilters(context, card, packets, question);
      const who = isOutside ? peerWords(peerClass, packets) : peerWords('other', packets);
      yield {
        subject: { kind: 'records', ids },
        peerClass,
        state,
        packets,
        message: `${namesOf(context.linked, ids)} ${state === 'open' ? '' : 'perhaps '}${ask.says(packets, who)}`,
        members: [card.owner ?? card.id],
        question,
        ...(policy.vpn === undefined ? { reasons: ['the policy declares no VPN'] } : {}),
      };
    }
  }
}

/** The declared VPN addresses, and the public addresses of the bastions. */
function permittedSources({ policy, zones }: RuleContext): AddressSet {
  const bastions = zones
    .members(policy.bastions)
    .flatMap(({ addresses }) =>
      addresses.flatMap(({ inside, outside }) =>
        outside === undefined ? [inside] : [inside, outside],
      ),
    );
  return AddressSet.unionOf([policy.vpn ?? AddressSet.empty, ...bastions]);
}

const senders = new WeakMap<RuleContext, readonly ResourceId[]>();

/** Every interface that is no bastion and not this one. */
function privateSenders(context: RuleContext, card: Interface): readonly ResourceId[] {
  let others = senders.get(context);
  if (others === undefined) {
    const bastions = new Set(context.zones.members(context.policy.bastions).map(({ id }) => id));
    others = context.linked.interfaces.filter(({ id }) => !bastions.has(id)).map(({ id }) => id);
    senders.set(context, others);
  }
  return others.filter((id) => id !== card.id);
}

function outsidePeer(context: RuleContext, packets: PacketSet): PeerClass {
  return context.exposed.parts(packets)[0]?.peerClass ?? 'other';
}

/** What strangers can do to an interface, from the exposure that all rules share. */
function exposedSets(context: RuleContext, card: Interface, transport: TransportSet): AnswerSets {
  const ways = context.exposed
    .ways(card.owner ?? card.id)
    .filter(
      (way) => way.kind === 'direct' && (way.through === card.id || way.through === way.target),
    );
  const of = (side: 'allowed' | 'undetermined') =>
    PacketSet.unionOf(
      ways
        .map((way) => way[side])
        .filter((packets) => context.exposed.transportsOf(packets).overlaps(transport))
        .map((packets) => packets.restrict({ transport })),
    );
  return { allowed: of('allowed'), undetermined: of('undetermined') };
}
