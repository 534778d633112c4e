import { AddressSet } from '../../netset/index.ts';
import type { Direction, FilterAction, FilterExemption, FilterRule, Peer } from '../filter.ts';
import type { LabelRequirement, Selector } from '../selector.ts';
import { type Unknown, unknown } from '../unknown.ts';
import {
  type Addresses,
  addressesOf,
  idOf,
  nativeIdOf,
  present,
  type Ref,
  type Transport,
  transportOf,
} from './text.ts';

/** The other end of a rule: addresses, or a peer that one of the functions below makes. */
export type PeerSpec = Addresses | Peer;

/** Which addresses of a selected interface count. */
export type PeerAddresses = Extract<Peer, { readonly kind: 'selector' }>['addresses'];

/** What else a rule may say. */
export interface RuleOptions {
  /** Default: direction and position, such as `ingress-1`. */
  readonly id?: string;
  readonly priority?: number;
  readonly targets?: Selector;
  readonly own?: Addresses;
  readonly establishedOnly?: boolean;
  readonly disabled?: boolean;
  readonly label?: string;
  readonly description?: string;
}

/** Most rules have no options; a million of them share this. */
const NO_OPTIONS: RuleOptions = {};

/** A rule before its filter gives it a direction and an id. */
export interface RuleSpec {
  readonly action: FilterRule['action'];
  readonly transport: Transport;
  readonly peer: PeerSpec;
  readonly options: RuleOptions;
}

/** A rule that allows. */
export function allow(
  transport: Transport,
  peer: PeerSpec,
  options: RuleOptions = NO_OPTIONS,
): RuleSpec {
  return { action: 'allow', transport, peer, options };
}

/** A rule that denies. */
export function deny(
  transport: Transport,
  peer: PeerSpec,
  options: RuleOptions = NO_OPTIONS,
): RuleSpec {
  return { action: 'deny', transport, peer, options };
}

/** A rule that leaves the packet to the next filter of the sequence. */
export function gotoNext(
  transport: Transport,
  peer: PeerSpec,
  options: RuleOptions = NO_OPTIONS,
): RuleSpec {
  return { action: 'goto-next', transport, peer, options };
}

/** A rule whose action is not known. */
export function undeterminedAction(
  transport: Transport,
  peer: PeerSpec,
  options: RuleOptions & { readonly cause?: Unknown } = {},
): RuleSpec {
  const { cause = unknown('the action is not known'), ...rest } = options;
  return { action: { kind: 'undetermined', cause }, transport, peer, options: rest };
}

/** The interfaces that carry a filter, as a peer. Default: their private addresses, across peerings. */
export function membersOf(
  filter: Ref,
  options: {
    readonly addresses?: PeerAddresses;
    readonly through?: readonly ('peering' | 'transit')[];
  } = {},
): Peer {
  const { addresses, through = ['peering'] } = options;
  return selected({ kind: 'filter-members', filter: idOf(filter), through }, addresses);
}

/** The interfaces whose labels have these values, as a peer. Default: their private addresses, wherever they are. */
export function labelled(
  labels: Readonly<Record<string, string>>,
  options: { readonly addresses?: PeerAddresses; readonly scope?: Ref } = {},
): Peer {
  return selected(withLabels(labels, options), options.addresses);
}

/** The members of an address group, as a peer. */
export function groupMembers(group: Ref): Peer {
  return selected({ kind: 'address-group', group: idOf(group) }, 'both');
}

/** The interfaces that any selector names, as a peer. Default: their private addresses. */
export function selected(selector: Selector, addresses: PeerAddresses = 'private'): Peer {
  return { kind: 'selector', selector, addresses };
}

/** A peer that nobody knows, somewhere within these addresses (everywhere when left out). */
export function undetermined(reason = 'the peer is not known', within?: Addresses): Peer {
  const cause = unknown(reason);
  return within === undefined
    ? { kind: 'undetermined', cause }
    : { kind: 'undetermined', cause, within: addressesOf(within) };
}

/** Several peers of one rule. */
export function anyOf(...peers: readonly PeerSpec[]): Peer {
  return { kind: 'any-of', peers: peers.map(peerOf) };
}

/** A selector by labels: each key has the value. */
export function withLabels(
  labels: Readonly<Record<string, string>>,
  options: { readonly scope?: Ref } = {},
): Selector {
  const match: LabelRequirement[] = Object.entries(labels).map(([key, value]) => ({
    key,
    operator: 'in',
    values: [value],
  }));
  return options.scope === undefined
    ? { kind: 'labels', match }
    : { kind: 'labels', match, scope: idOf(options.scope) };
}

/** A selector that names these records. */
export function these(...records: readonly Ref[]): Selector {
  return { kind: 'resources', ids: records.map(idOf) };
}

/** Traffic that the filter never sees. Default: always let through. */
export function exemption(
  direction: Direction,
  transport: Transport,
  peer: Addresses,
  verdict: FilterExemption['verdict'] = 'allow',
): FilterExemption {
  return {
    direction,
    peer: addressesOf(peer),
    transport: transportOf(transport),
    verdict,
    label: `${direction} ${transport.toString()} ${verdict}`,
  };
}

/** The peer that a specification stands for. */
function peerOf(peer: PeerSpec): Peer {
  if (typeof peer === 'string' || peer instanceof AddressSet || isTexts(peer)) {
    return { kind: 'addresses', set: addressesOf(peer) };
  }
  return peer;
}

/** The rules of one direction. */
export function rulesOf(direction: Direction, specs: readonly RuleSpec[]): FilterRule[] {
  return specs.map(({ action, transport, peer, options }, position) => {
    const set = transportOf(transport);
    const other = peerOf(peer);
    return {
      id: options.id ?? `${direction}-${position + 1}`,
      direction,
      action,
      peer: other,
      transport: set,
      label: options.label ?? `${actionWord(action)} ${set} ${peerWords(other)}`,
      ...(options === NO_OPTIONS ? {} : optionalFields(options)),
    };
  });
}

function optionalFields(options: RuleOptions): Partial<FilterRule> {
  return present({
    priority: options.priority,
    own: options.own === undefined ? undefined : addressesOf(options.own),
    establishedOnly: options.establishedOnly,
    targets: options.targets,
    disabled: options.disabled,
    description: options.description,
  });
}

function actionWord(action: FilterRule['action']): FilterAction | 'undetermined' {
  return typeof action === 'string' ? action : action.kind;
}

function peerWords(peer: Peer): string {
  switch (peer.kind) {
    case 'addresses':
      return peer.set.toString();
    case 'selector':
      return selectorWords(peer.selector);
    case 'any-of':
      return peer.peers.map(peerWords).join(' or ');
    case 'undetermined':
      return `an unknown peer (${peer.cause.reason})`;
  }
}

function selectorWords(selector: Selector): string {
  switch (selector.kind) {
    case 'filter-members':
      return `members of ${nativeIdOf(selector.filter)}`;
    case 'labels':
      return selector.match.map(({ key, values }) => `${key}=${values.join('|')}`).join(' ');
    case 'resources':
      return selector.ids.map(nativeIdOf).join(' or ');
    case 'address-group':
      return `group ${nativeIdOf(selector.group)}`;
    case 'everything':
    case 'kinds':
    case 'accounts':
    case 'names':
    case 'addresses':
    case 'all-of':
    case 'any-of':
    case 'none-of':
      return selector.kind;
  }
}

function isTexts(peer: PeerSpec): peer is readonly string[] {
  return Array.isArray(peer);
}

/** What a filter says where no rule speaks, by what it does rather than by whose it is. */
export type FilterDefaults = keyof typeof FILTER_DEFAULTS;

const DENY = { noRule: 'deny', noMatch: 'deny' } as const;
const ALLOW = { noRule: 'allow', noMatch: 'allow' } as const;
const UNTIL_RULE = { noRule: 'allow', noMatch: 'deny' } as const;
const GOTO = { noRule: 'goto-next', noMatch: 'goto-next' } as const;

/** The presets of {@link FilterDefaults}. */
export const FILTER_DEFAULTS = {
  /** Nothing passes without a rule. */
  deny: { ingress: DENY, egress: DENY },
  /** Everything passes that no rule refuses. */
  allow: { ingress: ALLOW, egress: ALLOW },
  /** Ingress needs a rule; egress is free. */
  'deny-ingress': { ingress: DENY, egress: ALLOW },
  /** Ingress needs a rule; egress is free until it has a first rule. */
  'allow-until-egress-rule': { ingress: DENY, egress: UNTIL_RULE },
  /** Either direction is free until it has a first rule. */
  'allow-until-rule': { ingress: UNTIL_RULE, egress: UNTIL_RULE },
  /** What no rule decides is left to the next filter of the sequence. */
  'goto-next': { ingress: GOTO, egress: GOTO },
} as const;
