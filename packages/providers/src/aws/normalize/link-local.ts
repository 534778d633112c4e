import type { FilterExemption } from '@netposture/network/graph';
import { AddressSet, TransportSet } from '@netposture/network/netset';

/**
 * Traffic that neither security groups nor network ACLs see: resolver, instance metadata, time.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-best-practices.html, read 2026-11-21.
 */
export const linkLocalExemptions: readonly FilterExemption[] = [
  {
    direction: 'egress',
    peer: AddressSet.from(['169.254.168.0/22', 'fd00:ec2::/32']),
    transport: TransportSet.all,
    verdict: 'allow',
    label: 'link-local services of the network are not filtered',
  },
];
