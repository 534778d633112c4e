import type { CoverageKey } from '../graph/coverage.ts';
import type { LinkedGraph } from '../graph/link.ts';
import type { ResourceId } from '../graph/resource-id.ts';
import { IcmpSet, type Packet, PacketSet, PortSet, TransportSet } from '../netset/index.ts';
import type { Disposition } from './disposition.ts';
import { asSenders, asTargets, resolveEndpoint } from './endpoint.ts';
import type { Explanation } from './explanation.ts';
import type { Question } from './question.ts';
import { type AnswerSets, type ReachAnswer, type VerdictWord, wordOf } from './reach-answer.ts';
import type { Reachability } from './reachability.ts';
import { sentenceOf } from './render-explanation.ts';
import type { HopKind, HopVerdict } from './trace.ts';

/** A question as a user asks it. Left out: any protocol, any port, a source port of the sender's choice. */
export interface ReachQuery {
  readonly from: string;
  readonly to: string;
  /** IANA protocol number. */
  readonly protocol?: number;
  readonly port?: number;
  readonly sourcePort?: number;
  readonly icmpType?: number;
  readonly icmpCode?: number;
}

/** One hop of the telling way, as data and as a sentence. */
export interface ReachHop {
  readonly kind: HopKind;
  readonly resource: ResourceId;
  readonly filter?: ResourceId;
  readonly rule?: string;
  readonly verdict: HopVerdict;
  readonly text: string;
}

/** The answer to a user's question. */
export interface ReachResult {
  readonly delivered: VerdictWord;
  readonly conversable: VerdictWord;
  /** Conversable for TCP, delivered for everything else; allowed if some asked packet is. */
  readonly verdict: VerdictWord;
  readonly disposition: Disposition;
  /** Exactly the packets whose verdict is allowed, in the sender's terms. */
  readonly allowedSet: PacketSet;
  readonly undeterminedSet: PacketSet;
  /** One packet that has the verdict; absent where nothing was asked that could be sent. */
  readonly witness?: Packet;
  /** Why it is not allowed: refusals and gaps on the telling way, as sentences. */
  readonly reasons: readonly string[];
  /** What the answer took to be absent because no file was given for it. */
  readonly assumptions: readonly CoverageKey[];
  readonly hops: readonly ReachHop[];
}

const tcp = TransportSet.tcp();

/** Both ends of a question, found, and what of all protocols and ports passes between them. */
export interface QueryEnds extends Pick<Question, 'from' | 'to'> {
  readonly answer: ReachAnswer;
}

/** Finds both ends once for many questions about them. Throws `EndpointError` where one cannot be resolved. */
export function queryEnds(
  reachability: Reachability,
  { from, to }: Pick<ReachQuery, 'from' | 'to'>,
): QueryEnds {
  const ends = endsOf(reachability.linked, from, to);
  return { ...ends, answer: reachability.reach(ends) };
}

function endsOf(linked: LinkedGraph, from: string, to: string): Pick<Question, 'from' | 'to'> {
  return {
    from: asSenders(linked, resolveEndpoint(linked, from)),
    to: asTargets(resolveEndpoint(linked, to)),
  };
}

/**
 * Answers a user's question. Throws `EndpointError` where an end cannot be resolved. With the `ends` of the question its packets
 * are only looked up in what passes between them; the answer is the same.
 */
export function answerQuery(
  reachability: Reachability,
  query: ReachQuery,
  ends?: QueryEnds,
): ReachResult {
  const { linked } = reachability;
  const transport = transportOf(query);
  const { from, to } = ends ?? endsOf(linked, query.from, query.to);
  const question: Question = { from, to, transport };
  const answer =
    ends === undefined ? reachability.reach(question) : narrowed(ends.answer, transport);
  const sets = verdictSets(answer);
  const verdict = wordOf(sets);
  const witness = witnessOf(reachability, question, sets);
  const explanation =
    witness === undefined ? undefined : reachability.explain(only(question, witness), true);
  return {
    delivered: wordOf(answer.delivered),
    conversable: wordOf(answer.conversable),
    verdict,
    disposition: dispositionOf(verdict, explanation),
    allowedSet: sets.allowed,
    undeterminedSet: sets.undetermined,
    ...(witness === undefined ? {} : { witness }),
    reasons: verdict === 'allowed' ? [] : reasonsOf(linked, explanation),
    assumptions: assumptionsOf(linked, explanation),
    hops: hopsOf(linked, explanation),
  };
}

function narrowed({ delivered, conversable }: ReachAnswer, transport: TransportSet): ReachAnswer {
  const within = ({ allowed, undetermined }: AnswerSets): AnswerSets => ({
    allowed: allowed.restrict({ transport }),
    undetermined: undetermined.restrict({ transport }),
  });
  const arrived = within(delivered);
  return {
    delivered: arrived,
    conversable: conversable === delivered ? arrived : within(conversable),
  };
}

/** The packets of a query, by protocol and ports. A port without a protocol means TCP, UDP and SCTP. */
export function transportOf(query: ReachQuery): TransportSet {
  const destination = query.port === undefined ? PortSet.all : PortSet.of(query.port);
  const source = query.sourcePort === undefined ? PortSet.all : PortSet.of(query.sourcePort);
  const { protocol } = query;
  const hasPorts = query.port !== undefined || query.sourcePort !== undefined;
  const parts: TransportSet[] = [];
  if (protocol === 6 || (protocol === undefined && hasPorts))
    parts.push(TransportSet.tcp(destination, source));
  if (protocol === 17 || (protocol === undefined && hasPorts))
    parts.push(TransportSet.udp(destination, source));
  if (protocol === 132 || (protocol === undefined && hasPorts))
    parts.push(TransportSet.sctp(destination, source));
  if (parts.length > 0) return TransportSet.unionOf(parts);
  if (protocol === undefined) return TransportSet.all;
  if (query.icmpType === undefined) return TransportSet.protocol(protocol);
  const messages = IcmpSet.of(query.icmpType, query.icmpCode);
  return protocol === 58 ? TransportSet.icmpv6(messages) : TransportSet.icmp(messages);
}

const byTcp = PacketSet.all.restrict({ transport: tcp });
const byOthers = PacketSet.all.subtract(byTcp);

/** What counts as reaching: a conversation for TCP, arrival for everything else. */
export function verdictSets(answer: ReachAnswer): AnswerSets {
  const pick = (side: 'allowed' | 'undetermined'): PacketSet => {
    const [talks, arrives] = [answer.conversable[side], answer.delivered[side]];
    if (talks === arrives) return arrives;
    return talks.intersect(byTcp).union(arrives.intersect(byOthers));
  };
  return { allowed: pick('allowed'), undetermined: pick('undetermined') };
}

const ephemeral = PortSet.range(32_768, 60_999);

/** What clients send: TCP and UDP from a high source port. */
export const typicalTransport: TransportSet = TransportSet.unionOf([
  TransportSet.tcp(PortSet.all, ephemeral),
  TransportSet.udp(PortSet.all, ephemeral),
]);

/** A packet as a client would send it where one is in the set: from a high source port. */
export function typicalPacket(set: PacketSet): Packet | undefined {
  return set.restrict({ transport: typicalTransport }).witness() ?? set.witness();
}

function witnessOf(
  reachability: Reachability,
  question: Question,
  sets: AnswerSets,
): Packet | undefined {
  if (!sets.allowed.isEmpty) return typicalPacket(sets.allowed);
  if (!sets.undetermined.isEmpty) return typicalPacket(sets.undetermined);
  return typicalPacket(reachability.askedPackets(question));
}

function only(question: Question, packet: Packet): Question {
  return { ...question, transport: transportOfPacket(packet), packet };
}

/** The transport of one packet as a set, to ask about that packet alone. */
export function transportOfPacket({ transport }: Packet): TransportSet {
  return transportOf({
    from: '',
    to: '',
    protocol: transport.protocol,
    ...(transport.destinationPort === undefined ? {} : { port: transport.destinationPort }),
    ...(transport.sourcePort === undefined ? {} : { sourcePort: transport.sourcePort }),
    ...(transport.icmpType === undefined ? {} : { icmpType: transport.icmpType }),
    ...(transport.icmpCode === undefined ? {} : { icmpCode: transport.icmpCode }),
  });
}

function dispositionOf(verdict: VerdictWord, explanation: Explanation | undefined): Disposition {
  if (verdict === 'allowed') return 'delivered';
  if (explanation === undefined || explanation.disposition === 'delivered') {
    return verdict === 'denied' ? 'no-route' : 'unseen';
  }
  return explanation.disposition;
}

function reasonsOf(linked: LinkedGraph, explanation: Explanation | undefined): readonly string[] {
  if (explanation === undefined)
    return ['No route leads from the sender to an address of the target.'];
  const telling = explanation.hops.filter(({ verdict }) => verdict !== 'allowed');
  return telling.map((hop) => sentenceOf(linked, hop));
}

function assumptionsOf(
  linked: LinkedGraph,
  explanation: Explanation | undefined,
): readonly CoverageKey[] {
  const found = new Set<CoverageKey>();
  for (const hop of explanation?.hops ?? []) {
    for (const id of [hop.resource, ...(hop.filters ?? [])]) {
      for (const key of linked.graph.records.get(id)?.assumes ?? []) found.add(key);
    }
  }
  return [...found].sort();
}

function hopsOf(linked: LinkedGraph, explanation: Explanation | undefined): readonly ReachHop[] {
  return (explanation?.hops ?? []).map((hop) => {
    const deciding = hop.rules.find(({ match }) => match === 'yes') ?? hop.rules[0];
    const filter = deciding?.filter ?? hop.filters?.[0];
    return {
      kind: hop.kind,
      resource: hop.resource,
      ...(filter === undefined ? {} : { filter }),
      ...(deciding === undefined ? {} : { rule: deciding.rule.id }),
      verdict: hop.verdict,
      text: sentenceOf(linked, hop),
    };
  });
}
