import type { Filter } from '../graph/filter.ts';
import type { LinkedGraph } from '../graph/link.ts';
import type { ResourceId } from '../graph/resource-id.ts';
import { formatAddress, type Packet } from '../netset/index.ts';
import type { ExplainedHop, Explanation, MatchingRule } from './explanation.ts';
import { defaultWords, filterNames, textWithoutRules } from './filter-words.ts';

/**
 * The explanation as lines of text, one hop a line, numbered, for a network engineer at a terminal. Names are those of the
 * provider and the owner; text that comes from outside is written as it is, so callers escape it for their medium.
 */
export function renderExplanation(
  linked: LinkedGraph,
  explanation: Explanation,
): readonly string[] {
  const lines = explanation.hops.map(
    (hop, position) => `${position + 1}. ${mark(hop)} ${sentenceOf(linked, hop)}`,
  );
  return [...lines, conclusionOf(linked, explanation)];
}

/** What one hop says, as a sentence without its mark. */
export function sentenceOf(linked: LinkedGraph, hop: ExplainedHop): string {
  const where = nameOf(linked, hop.resource);
  const reply = hop.isReply ? 'reply: ' : '';
  switch (hop.kind) {
    case 'sender':
      return `${reply}${where} sends ${describePacket(hop.packet)}`;
    case 'receiver':
      return `${reply}${where}: ${receiverText(hop)}`;
    case 'filter':
    case 'subnet-filter':
      return `${reply}${where}, ${hop.direction ?? ''}: ${filterText(linked, hop)}`;
    case 'route':
      return `${reply}route table ${where}: ${hop.detail ?? routeText(hop)}${causeText(hop)}`;
    case 'gateway':
      return `${reply}${gatewayText(linked, hop)}`;
    case 'translation':
      return `${reply}${where}: ${translationText(hop)}`;
    case 'internet':
      return `${reply}from the internet to ${where}${hop.detail === undefined ? '' : `: ${hop.detail}`}`;
    case 'balancer':
      return `${reply}${balancerText(linked, hop)}`;
  }
}

function mark(hop: ExplainedHop): string {
  return { allowed: '+', denied: 'x', undetermined: '?', mixed: '~' }[hop.verdict];
}

function conclusionOf(linked: LinkedGraph, explanation: Explanation): string {
  const { verdict, disposition, onlyRefusal } = explanation;
  if (verdict === 'allowed') return '=> allowed';
  const only =
    onlyRefusal === undefined ? '' : `; only ${nameOf(linked, onlyRefusal.resource)} refuses it`;
  if (verdict === 'denied' && disposition === 'no-return-path')
    return `=> arrives, but no reply finds back${only}`;
  return `=> ${verdict}, ${disposition}${only}`;
}

function receiverText(hop: ExplainedHop): string {
  if (hop.detail !== undefined) return hop.detail;
  if (hop.disposition === 'not-running') return 'it is not running';
  if (hop.disposition === 'no-listener')
    return `nothing listens to ${describeTransport(hop.packet)}`;
  if (hop.verdict === 'undetermined') return 'what runs there could not be seen';
  return `listens to ${describeTransport(hop.packet)}`;
}

function routeText(hop: ExplainedHop): string {
  return hop.verdict === 'denied'
    ? `no route to ${formatAddress(hop.packet.destination)}`
    : `leads to ${formatAddress(hop.packet.destination)}`;
}

/** Where packets go at a gateway that lets them through; what keeps them there otherwise. */
function gatewayText(linked: LinkedGraph, hop: ExplainedHop): string {
  const where = nameOf(linked, hop.resource);
  const kind = linked.record('gateway', hop.resource)?.gatewayKind;
  if (hop.verdict !== 'allowed' || kind === undefined)
    return `${where}${hop.detail === undefined ? '' : `: ${hop.detail}`}`;
  switch (kind) {
    case 'internet':
      return `leaves through internet gateway ${where}`;
    case 'egress-only':
      return `leaves through egress-only gateway ${where}`;
    case 'peering':
      return `crosses peering ${where}`;
    case 'transit':
      return `enters transit gateway ${where}${hop.detail === undefined ? '' : ` by attachment ${hop.detail}`}`;
    default:
      return `passes ${where}${hop.detail === undefined ? '' : `: ${hop.detail}`}`;
  }
}

function balancerText(linked: LinkedGraph, hop: ExplainedHop): string {
  const where = nameOf(linked, hop.resource);
  const listener = hop.detail === undefined ? '' : `, listener ${hop.detail},`;
  const verb = hop.verdict === 'undetermined' ? 'may pass it on' : 'passes it on';
  const to = hop.towards === undefined ? '' : ` to ${nameOf(linked, hop.towards)}`;
  return `${where}${listener} ${verb}${to}${causeText(hop)}`;
}

function causeText({ cause }: ExplainedHop): string {
  return cause === undefined ? '' : `: ${cause}`;
}

function translationText(hop: ExplainedHop): string {
  if (hop.disposition === 'no-public-address') return 'has no public address to go out with';
  return `${formatAddress(hop.packet.source)} to ${formatAddress(hop.packet.destination)} from here on`;
}

function filterText(linked: LinkedGraph, hop: ExplainedHop): string {
  const filters = (hop.filters ?? [])
    .map((id) => linked.record('filter', id))
    .filter((filter) => filter !== undefined);
  const names = filterNames(filters);
  if (filters.length === 0)
    return (
      hop.detail ??
      (hop.verdict === 'allowed' ? 'no filter is attached' : 'its filters could not be read')
    );
  const packet = describePacket(hop.packet);
  const unasked = textWithoutRules(linked, hop, filters);
  if (unasked !== undefined) return `${names}: ${unasked} ${packet}`;
  const deciding = decidingRule(hop);
  const perhaps = hop.rules.find(({ match }) => match === 'maybe');
  if (hop.verdict === 'undetermined') {
    const cause = perhaps ?? deciding;
    return cause === undefined
      ? `${names}: nobody can tell for ${packet}`
      : `${names}: rule "${cause.rule.label}" may match ${packet}`;
  }
  if (deciding !== undefined && hop.verdict !== 'mixed') {
    const verb = hop.verdict === 'allowed' ? 'admits' : 'refuses';
    const where = filters.length > 1 ? `, in ${nameOf(linked, deciding.filter)}` : '';
    return `${names}: rule "${deciding.rule.label}"${where} ${verb} ${packet}`;
  }
  return `${names}: ${defaultText(hop, filters)} ${packet}`;
}

/** The rule that gives the hop's verdict: the first sure one that says so. None where a default speaks. */
function decidingRule(hop: ExplainedHop): MatchingRule | undefined {
  const action = hop.verdict === 'denied' ? 'deny' : 'allow';
  const sure = hop.rules.filter(({ match }) => match === 'yes');
  if (hop.verdict === 'undetermined') return sure[0];
  return sure.find(({ rule }) => rule.action === action);
}

function defaultText(hop: ExplainedHop, filters: readonly Filter[]): string {
  const direction = hop.direction ?? 'ingress';
  const hasRules = filters.some((filter) =>
    filter.rules.some((rule) => rule.direction === direction && rule.disabled !== true),
  );
  const admits = hop.verdict === 'allowed';
  const own = defaultWords(filters, direction, hasRules);
  if (own !== undefined) return `${own}, which ${admits ? 'admits' : 'refuses'}`;
  if (!hasRules) return `it has no ${direction} rule, which ${admits ? 'admits' : 'refuses'}`;
  return admits ? 'no rule refuses' : 'no rule admits';
}

/** `tcp 8.8.8.8:40000 -> 10.0.1.10:443`. */
export function describePacket(packet: Packet): string {
  const { transport } = packet;
  const source = withPort(formatAddress(packet.source), transport.sourcePort);
  const destination = withPort(formatAddress(packet.destination), transport.destinationPort);
  return `${protocolName(transport.protocol)} ${source} -> ${destination}`;
}

function withPort(address: string, port: number | undefined): string {
  if (port === undefined) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function describeTransport(packet: Packet): string {
  const { protocol, destinationPort } = packet.transport;
  return destinationPort === undefined
    ? protocolName(protocol)
    : `${protocolName(protocol)}/${destinationPort}`;
}

/** The name of a protocol number where it has a common one (IANA protocol numbers), else `protocol N`. */
export function protocolName(protocol: number): string {
  const names: Readonly<Record<number, string>> = {
    1: 'icmp',
    6: 'tcp',
    17: 'udp',
    47: 'gre',
    50: 'esp',
    51: 'ah',
    58: 'icmpv6',
    132: 'sctp',
  };
  return names[protocol] ?? `protocol ${protocol}`;
}

/** The record's name as its owner knows it; an interface is called by its owner's name. */
export function nameOf(linked: LinkedGraph, id: ResourceId): string {
  const record = linked.graph.records.get(id);
  if (record === undefined) return id;
  if (record.kind === 'interface') {
    const owner = linked.ownerOf(record);
    return owner === undefined || owner.name === record.name
      ? record.name
      : `${owner.name} (${record.name})`;
  }
  return record.name;
}
