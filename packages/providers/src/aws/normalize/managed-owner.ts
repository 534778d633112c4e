import { type ResourceId, unknown } from '@netposture/network/graph';
import type { NetworkInterface } from '../schema/interface.ts';
import type { Scope } from './scope.ts';
import type { ReadOperation } from './wire-items.ts';

/** How interfaces of managed services show what they belong to, and the call that would have told. */
const SIGNS: readonly {
  readonly shows: (card: NetworkInterface) => boolean;
  readonly operation: ReadOperation;
}[] = [
  { shows: described(/^ELB (app|net|gwy)\//), operation: 'elbv2-DescribeLoadBalancers' },
  { shows: described(/^ELB /), operation: 'elb-DescribeLoadBalancers' },
  { shows: described(/^RDSNetworkInterface/), operation: 'DescribeDBInstances' },
  { shows: described(/^ElastiCache/), operation: 'DescribeCacheClusters' },
  { shows: described(/^RedshiftNetworkInterface/), operation: 'redshift-DescribeClusters' },
  { shows: described(/^ES /), operation: 'ListDomainNames' },
  { shows: described(/^Amazon EKS /), operation: 'ListClusters' },
  {
    shows: ({ InterfaceType }) => InterfaceType === 'vpc_endpoint',
    operation: 'DescribeVpcEndpoints',
  },
];

/**
 * The stub that owns an interface of a managed service which could not be told: what it listens on is not known. Other
 * interfaces without an owner (tasks of ECS, for one) listen to whatever their groups admit.
 */
export function unreadOwner(scope: Scope, card: NetworkInterface): ResourceId | undefined {
  const sign = SIGNS.find(({ shows }) => shows(card));
  if (sign === undefined) return undefined;
  const nativeId = card.NetworkInterfaceId;
  const cause =
    scope.read(sign.operation).cause ??
    unknown(
      `Which of the services that ${sign.operation} lists ${nativeId} belongs to is not known.`,
    );
  return scope.draft.refer('service', `owner-of-${nativeId}`, scope, cause);
}

function described(pattern: RegExp): (card: NetworkInterface) => boolean {
  return ({ Description }) => Description !== undefined && pattern.test(Description);
}
