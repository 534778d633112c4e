import { type Raw, rowsOf, textOf } from '../../clouds/gcp/json.ts';

/**
 * A second opinion: judges one packet at one instance by what `getEffectiveFirewalls` answers, by comparing texts and
 * numbers. It shares nothing with the product: no set, no graph, no code.
 */
export interface JudgedPacket {
  readonly direction: 'INGRESS' | 'EGRESS';
  /** IPv4 of the far end. */
  readonly peer: string;
  /** Tags and service account of the far end, where it is an instance of the same network. */
  readonly peerTags: readonly string[];
  readonly peerAccount?: string;
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  readonly port: number;
}

/** The instance whose firewall is asked. */
export interface JudgedInstance {
  readonly tags: readonly string[];
  readonly account?: string;
  readonly network: string;
}

/** Whether the packet is allowed, stage after stage. */
export function judge(
  effective: Raw,
  order: string,
  instance: JudgedInstance,
  packet: JudgedPacket,
): boolean {
  const policies = rowsOf(effective, 'firewallPolicys');
  const ofType = (type: string) =>
    policies
      .filter((policy) => policy['type'] === type)
      .map((policy) => () => policyVerdict(policy, instance, packet));
  const classic = () => classicVerdict(rowsOf(effective, 'firewalls'), instance, packet);
  const own = [...ofType('NETWORK'), ...ofType('NETWORK_REGIONAL')];
  const stages = [
    ...ofType('HIERARCHY'),
    ...ofType('SYSTEM_REGIONAL'),
    ...(order === 'BEFORE_CLASSIC_FIREWALL' ? [...own, classic] : [classic, ...own]),
  ];
  for (const stage of stages) {
    const verdict = stage();
    if (verdict !== undefined) return verdict;
  }
  return packet.direction === 'EGRESS';
}

function policyVerdict(
  policy: Raw,
  instance: JudgedInstance,
  packet: JudgedPacket,
): boolean | undefined {
  const rules = [...rowsOf(policy, 'rules')].sort(
    (a, b) => Number(a['priority']) - Number(b['priority']),
  );
  for (const rule of rules) {
    const match = (rule['match'] ?? {}) as Raw;
    const accounts = listOf(rule, 'targetServiceAccounts');
    const resources = listOf(rule, 'targetResources');
    const ranges = listOf(match, packet.direction === 'EGRESS' ? 'destIpRanges' : 'srcIpRanges');
    const applies =
      rule['disabled'] !== true &&
      textOf(rule, 'direction') === packet.direction &&
      (accounts.length === 0 || accounts.includes(instance.account ?? '')) &&
      (resources.length === 0 || resources.includes(instance.network)) &&
      (ranges.length === 0 || ranges.some((range) => contains(range, packet.peer))) &&
      rowsOf(match, 'layer4Configs').some((one) =>
        carries(textOf(one, 'ipProtocol'), listOf(one, 'ports'), packet),
      );
    if (!applies) continue;
    if (rule['action'] === 'goto_next') return undefined;
    return rule['action'] !== 'deny';
  }
  return undefined;
}

function classicVerdict(
  rules: readonly Raw[],
  instance: JudgedInstance,
  packet: JudgedPacket,
): boolean | undefined {
  const matching = rules.filter((rule) => classicApplies(rule, instance, packet));
  const strongest = Math.min(...matching.map((rule) => Number(rule['priority'] ?? 1000)));
  const deciding = matching.filter((rule) => Number(rule['priority'] ?? 1000) === strongest);
  if (deciding.length === 0) return undefined;
  return deciding.every((rule) => rule['denied'] === undefined);
}

function classicApplies(rule: Raw, instance: JudgedInstance, packet: JudgedPacket): boolean {
  if (rule['disabled'] === true || textOf(rule, 'direction') !== packet.direction) return false;
  const targetTags = listOf(rule, 'targetTags');
  const targetAccounts = listOf(rule, 'targetServiceAccounts');
  if (targetTags.length > 0 && !targetTags.some((tag) => instance.tags.includes(tag))) return false;
  if (targetAccounts.length > 0 && !targetAccounts.includes(instance.account ?? '')) return false;
  const protocols = [...rowsOf(rule, 'allowed'), ...rowsOf(rule, 'denied')];
  if (!protocols.some((one) => carries(textOf(one, 'IPProtocol'), listOf(one, 'ports'), packet)))
    return false;
  if (packet.direction === 'EGRESS')
    return listOf(rule, 'destinationRanges').some((range) => contains(range, packet.peer));
  const tags = listOf(rule, 'sourceTags');
  const accounts = listOf(rule, 'sourceServiceAccounts');
  return (
    listOf(rule, 'sourceRanges').some((range) => contains(range, packet.peer)) ||
    tags.some((tag) => packet.peerTags.includes(tag)) ||
    (packet.peerAccount !== undefined && accounts.includes(packet.peerAccount))
  );
}

function listOf(raw: Raw, name: string): readonly string[] {
  const value = raw[name];
  return Array.isArray(value) ? value : [];
}

function carries(protocol: string, ports: readonly string[], packet: JudgedPacket): boolean {
  if (protocol !== 'all' && protocol !== packet.protocol) return false;
  if (ports.length === 0) return true;
  return ports.some((text) => {
    const [from = 0, to = from] = text.split('-').map(Number);
    return packet.port >= from && packet.port <= to;
  });
}

function contains(cidr: string, address: string): boolean {
  const [base = '', bits = '32'] = cidr.split('/');
  const shift = 2 ** (32 - Number(bits));
  return Math.floor(numberOf(base) / shift) === Math.floor(numberOf(address) / shift);
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
