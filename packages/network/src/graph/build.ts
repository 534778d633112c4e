/**
 * The small vocabulary for graphs made by hand: worlds, examples of rules, generated estates and tests are written in
 * it. `docs/model.md` ends with a network in it.
 */
export { build, GraphBuilder } from './build/graph-builder.ts';
export {
  type AddressOptions,
  type AddressSpec,
  type AttachmentSpec,
  address,
  enforcedAs,
  type LayerOptions,
  type ListenerOptions,
  listener,
  pool,
  sequence,
  type TargetOptions,
  target,
} from './build/layer.ts';
export type * from './build/options.ts';
export {
  balanced,
  blackhole,
  local,
  type RouteOptions,
  toAttachment,
  toGateway,
  toInterface,
  toUnknown,
} from './build/route.ts';
export {
  allow,
  anyOf,
  deny,
  exemption,
  type FilterDefaults,
  gotoNext,
  groupMembers,
  labelled,
  membersOf,
  type PeerAddresses,
  type PeerSpec,
  type RuleOptions,
  type RuleSpec,
  selected,
  these,
  undetermined,
  undeterminedAction,
  withLabels,
} from './build/rule.ts';
export {
  type Addresses,
  addressesOf,
  type Ref,
  type Transport,
  transportOf,
} from './build/text.ts';
