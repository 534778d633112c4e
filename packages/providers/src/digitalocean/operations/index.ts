import type { Operation } from '../../operation.ts';
import {
  ACTIONS,
  BYOIP_ADDRESSES,
  BYOIP_PREFIXES,
  DROPLETS,
  FIREWALLS,
  NAT_GATEWAYS,
  PARTNER_ATTACHMENTS,
  RESERVED_IPS,
  RESERVED_IPV6,
  TAGS,
  VPC_MEMBERS,
  VPC_PEERINGS,
  VPCS,
} from './compute.ts';
import {
  ACCOUNT,
  AUTOSCALE_POOLS,
  CDN_ENDPOINTS,
  DEDICATED_INFERENCES,
  DOMAIN_RECORDS,
  DOMAINS,
  FUNCTION_NAMESPACES,
  NFS_SHARES,
  SPACES_KEYS,
  VECTOR_DATABASES,
} from './inventory.ts';
import {
  APPS,
  DATABASE_FIREWALL,
  DATABASE_POOLS,
  DATABASE_REPLICAS,
  DATABASES,
  KUBERNETES_CLUSTERS,
  LOAD_BALANCERS,
} from './service.ts';
import type { ListOperation, SubjectOperation } from './shape.ts';
import { SPACES_OPERATIONS } from './spaces.ts';

/** The lists that are asked once, those first that others wait for or that carry most verdicts. */
export const LISTS: readonly ListOperation[] = [
  DATABASES,
  DROPLETS,
  FIREWALLS,
  VPCS,
  LOAD_BALANCERS,
  KUBERNETES_CLUSTERS,
  TAGS,
  VPC_PEERINGS,
  NAT_GATEWAYS,
  RESERVED_IPS,
  RESERVED_IPV6,
  BYOIP_PREFIXES,
  DOMAINS,
  APPS,
  PARTNER_ATTACHMENTS,
  ACCOUNT,
  NFS_SHARES,
  FUNCTION_NAMESPACES,
  VECTOR_DATABASES,
  DEDICATED_INFERENCES,
  AUTOSCALE_POOLS,
  CDN_ENDPOINTS,
  SPACES_KEYS,
  ACTIONS,
];

/** The calls about one object. */
export const DETAILS: readonly SubjectOperation[] = [
  DATABASE_FIREWALL,
  DATABASE_REPLICAS,
  DATABASE_POOLS,
  VPC_MEMBERS,
  BYOIP_ADDRESSES,
  DOMAIN_RECORDS,
];

/** Every call of the adapter. All are GET. */
export const OPERATIONS: readonly Operation[] = [...LISTS, ...DETAILS, ...SPACES_OPERATIONS];
