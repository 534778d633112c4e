import type { GcpOperation } from '../operation.ts';
import { auditLog } from './audit-log.ts';
import { COMPUTE_OPERATIONS } from './compute.ts';
import { HIERARCHY_OPERATIONS } from './hierarchy.ts';
import { SERVICE_OPERATIONS } from './services.ts';

/** Every call that the adapter may make; it makes no other. */
export const GCP_OPERATIONS: readonly GcpOperation[] = [
  ...HIERARCHY_OPERATIONS,
  ...COMPUTE_OPERATIONS,
  ...SERVICE_OPERATIONS,
  auditLog,
];
