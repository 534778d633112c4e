/**
 * How a packet ends; a closed list.
 * - `delivered`: it arrives at the target.
 * - `no-route`: no route leads on from some point of the path.
 * - `blackholed`: a route or gateway takes it and drops it.
 * - `refused-egress`: a filter on the sender's side refuses it.
 * - `refused-ingress`: a filter on the receiver's side refuses it.
 * - `refused-service`: the admission list of a managed service refuses it.
 * - `no-public-address`: a private address would have to cross the internet.
 * - `no-listener`: it arrives, and nothing listens there.
 * - `not-running`: sender or receiver is stopped.
 * - `no-return-path`: it arrives, and no reply finds back.
 * - `unseen`: the path leaves what could be seen, or a fact could not be read.
 * - `appliance`: the path crosses something that is not modelled.
 */
export type Disposition =
  | 'delivered'
  | 'no-route'
  | 'blackholed'
  | 'refused-egress'
  | 'refused-ingress'
  | 'refused-service'
  | 'no-public-address'
  | 'no-listener'
  | 'not-running'
  | 'no-return-path'
  | 'unseen'
  | 'appliance';

/** All dispositions, in the order in which they are listed in the documentation. */
export const dispositions: readonly Disposition[] = [
  'delivered',
  'no-route',
  'blackholed',
  'refused-egress',
  'refused-ingress',
  'refused-service',
  'no-public-address',
  'no-listener',
  'not-running',
  'no-return-path',
  'unseen',
  'appliance',
];
