import {
  type BalancerTarget,
  type Known,
  type Listener,
  type LoadBalancer,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import { PortSet, TransportSet } from '@netposture/network/netset';
import type { WireAction, WireListener, WireLoadBalancer } from '../schema/balancer.ts';
import { cardsByDescription } from './card-index.ts';
import { managedInterfaces } from './managed-interface.ts';
import { resourceOfArn } from './naming.ts';
import { possibleTargets } from './possible-target.ts';
import type { Scope } from './scope.ts';
import { targetsOfGroup } from './target-group.ts';

/** Application, network and gateway load balancers. */
export function normalizeLoadBalancers(scope: Scope): void {
  for (const { LoadBalancerArn } of scope.read('elbv2-DescribeLoadBalancers').items) {
    scope.announce('load-balancer', LoadBalancerArn);
  }
  for (const balancer of scope.read('elbv2-DescribeLoadBalancers').items) {
    addBalancer(scope, balancer);
  }
}

/** The transport of a listener's protocol and port; `undefined` for a protocol that is not known. */
function listens(protocol: string | undefined, port: number | undefined): TransportSet | undefined {
  const ports = port === undefined || port < 0 || port > 65_535 ? undefined : PortSet.of(port);
  if (ports === undefined) return protocol === 'GENEVE' ? TransportSet.all : undefined;
  switch (protocol) {
    case 'HTTP':
    case 'HTTPS':
    case 'TCP':
    case 'TLS':
      return TransportSet.tcp(ports);
    case 'UDP':
    case 'QUIC':
      return TransportSet.udp(ports);
    case 'TCP_UDP':
    case 'TCP_QUIC':
      return TransportSet.tcp(ports).union(TransportSet.udp(ports));
    case 'GENEVE':
      // A gateway load balancer receives whatever its endpoints send it.
      return TransportSet.all;
    default:
      return undefined;
  }
}

const APPLICATIONS: Readonly<Record<string, Listener['application']>> = {
  HTTP: 'http',
  HTTPS: 'https',
  TLS: 'tls',
  TCP: 'tcp',
  UDP: 'udp',
};

const KINDS: Readonly<Record<string, LoadBalancer['balancerKind']>> = {
  application: 'application',
  network: 'network',
  gateway: 'gateway',
};

function addBalancer(scope: Scope, balancer: WireLoadBalancer): void {
  const { LoadBalancerArn: arn, LoadBalancerName: name = arn } = balancer;
  const id = scope.announce('load-balancer', arn);
  const groups = balancer.SecurityGroups ?? [];
  const description = `ELB ${resourceOfArn(arn).replace(/^loadbalancer\//, '')}`;
  const isPublic = balancer.Scheme === 'internet-facing';
  const interfaces = managedInterfaces(scope, {
    operation: 'elbv2-DescribeLoadBalancers',
    nativeId: resourceOfArn(arn),
    owner: id,
    groups,
    subnets: (balancer.AvailabilityZones ?? []).flatMap(({ SubnetId }) => SubnetId ?? []),
    network: balancer.VpcId,
    standsIn: 'each',
    cards: cardsByDescription(scope, description),
    isPublic,
  });
  const listeners = scope.read('DescribeListeners', arn);
  scope.draft.add({
    kind: 'load-balancer',
    id,
    name,
    provenance: scope.provenance('elbv2-DescribeLoadBalancers', name, { uri: arn }),
    scheme: isPublic ? 'internet-facing' : 'internal',
    balancerKind: KINDS[balancer.Type ?? ''] ?? 'application',
    interfaces,
    listeners: [
      ...listeners.items.map((listener) => listenerOf(scope, balancer, listener)),
      ...unreadListeners(scope, balancer.VpcId, listeners.cause),
    ],
    // Gateway load balancers cannot have one; a network load balancer created without one never gets one.
    hasOwnFilter: balancer.Type === 'application' || groups.length > 0,
    ...(balancer.Type === 'application'
      ? { webFilter: unknown('Associations of AWS WAF are not read.') }
      : {}),
    // A port on which nobody knows whether it listens is not known to be open.
    state: listeners.cause ?? stateOf(balancer),
  });
}

function stateOf(balancer: WireLoadBalancer): Known<'running' | 'stopped'> {
  const code = balancer.State?.Code;
  if (code === 'failed' || code === 'provisioning') return 'stopped';
  return 'running';
}

/** Where listeners were not all read, every other port may have one. */
export function unreadListeners(
  scope: Scope,
  vpc: string | undefined,
  cause: Unknown | undefined,
): readonly Listener[] {
  if (cause === undefined) return [];
  return [
    {
      name: 'listeners that were not read',
      listens: TransportSet.all,
      application: 'other',
      targets: possibleTargets(scope, vpc, cause),
      targetsIncomplete: cause,
    },
  ];
}

function listenerOf(scope: Scope, balancer: WireLoadBalancer, listener: WireListener): Listener {
  const { ListenerArn: arn, Protocol: protocol, Port: port } = listener;
  const isApplication = balancer.Type === 'application' || balancer.Type === undefined;
  const rules = isApplication ? scope.read('DescribeRules', arn) : undefined;
  const actions = [
    ...(listener.DefaultActions ?? []),
    ...(rules?.items ?? []).flatMap(({ Actions }) => Actions ?? []),
  ];
  const transport = listens(protocol, port);
  const targets: BalancerTarget[] = [];
  let incomplete: Unknown | undefined = rules?.cause;
  if (rules?.cause !== undefined) {
    targets.push(...possibleTargets(scope, balancer.VpcId, rules.cause));
  }
  if (transport === undefined) incomplete = unknown(`The protocol ${protocol ?? ''} is not known.`);
  for (const group of groupsOfActions(actions)) {
    const found = targetsOfGroup(scope, balancer, group);
    targets.push(...found.targets);
    incomplete ??= found.incomplete;
  }
  return {
    name: `${protocol ?? '?'}:${port ?? '?'}`,
    listens: transport ?? TransportSet.all,
    application: APPLICATIONS[protocol ?? ''] ?? 'other',
    ...(protocol === 'HTTP'
      ? { redirectsToHttps: redirectOf(listener, rules?.cause, rules?.items ?? []) }
      : {}),
    ...(listener.SslPolicy === undefined ? {} : { tls: tlsOf(listener.SslPolicy) }),
    targets,
    ...(incomplete === undefined ? {} : { targetsIncomplete: incomplete }),
  };
}

/** The target groups that a listener may forward to, by its default action or any of its rules. */
function groupsOfActions(actions: readonly WireAction[]): readonly string[] {
  const groups = new Set<string>();
  for (const { TargetGroupArn, ForwardConfig } of actions) {
    if (TargetGroupArn !== undefined) groups.add(TargetGroupArn);
    for (const one of ForwardConfig?.TargetGroups ?? []) {
      if (one.TargetGroupArn !== undefined) groups.add(one.TargetGroupArn);
    }
  }
  return [...groups];
}

function redirectOf(
  listener: WireListener,
  cause: Unknown | undefined,
  rules: readonly { readonly Actions?: readonly WireAction[] | undefined }[],
): Known<boolean> {
  const sends = (actions: readonly WireAction[] | undefined) =>
    (actions ?? []).some(
      ({ Type, RedirectConfig }) => Type === 'redirect' && RedirectConfig?.Protocol === 'HTTPS',
    );
  if (!sends(listener.DefaultActions)) return false;
  if (!rules.every(({ Actions }) => sends(Actions))) return false;
  return cause ?? true;
}

/** What a policy's name says: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
function tlsOf(policy: string): NonNullable<Listener['tls']> {
  const tls13 = /TLS13/.test(policy);
  const lowest = /TLS13-1-3/.test(policy)
    ? '1.3'
    : /(TLS13-1-2|TLS-1-2|1-2-)/.test(policy)
      ? '1.2'
      : /(TLS13-1-1|TLS-1-1)/.test(policy)
        ? '1.1'
        : '1.0';
  return { policy, minimum: lowest, offersTls13: tls13 };
}
