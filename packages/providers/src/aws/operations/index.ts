import type { AwsOperation } from '../aws-operation.ts';
import { AUDIT_OPERATIONS } from './audit.ts';
import { BALANCER_OPERATIONS } from './balancers.ts';
import { DATA_STORE_OPERATIONS } from './data-stores.ts';
import { DATABASE_OPERATIONS } from './databases.ts';
import { EC2_OPERATIONS } from './ec2.ts';
import { GATEWAY_OPERATIONS } from './gateways.ts';
import { DISCOVERY_OPERATIONS } from './identity.ts';
import { INVENTORY_OPERATIONS } from './inventory.ts';
import { REMOTE_ACCESS_OPERATIONS } from './remote-access.ts';

/** What is asked of every account and region; discovery's calls are apart. */
export const COLLECTED_OPERATIONS: readonly AwsOperation[] = [
  ...EC2_OPERATIONS,
  ...GATEWAY_OPERATIONS,
  ...REMOTE_ACCESS_OPERATIONS,
  ...BALANCER_OPERATIONS,
  ...DATABASE_OPERATIONS,
  ...DATA_STORE_OPERATIONS,
  ...INVENTORY_OPERATIONS,
  ...AUDIT_OPERATIONS,
];

/** Every call that the adapter makes. */
export const AWS_OPERATIONS: readonly AwsOperation[] = [
  ...DISCOVERY_OPERATIONS,
  ...COLLECTED_OPERATIONS,
];
