export {
  globalBalancer,
  instanceGroup,
  internalBalancer,
  passthroughBalancer,
} from './balancer-worlds.ts';
export { WorldBuilder } from './build-world.ts';
export { fullWorld, PLANTED_SECRETS } from './full-world.ts';
export { logEntry } from './log-methods.ts';
export {
  type FirewallSpec,
  type InstanceSpec,
  ProjectBuilder,
  policyRule,
} from './project-builder.ts';
export { type ServeOptions, type SimulatedGcp, serveGcp, TOKEN } from './serve.ts';
