import { type InternetBlock, isUnknown, type Known, unknown } from '@netposture/network/graph';
import type { Subnet } from '../schema/network.ts';
import type { Scope } from './scope.ts';

/** What the block does to a subnet, in AWS's words. */
type Mode = 'off' | 'block-bidirectional' | 'block-ingress';

/**
 * VPC Block Public Access of one subnet. It belongs to the account that owns the network. Exclusions of the subnet or
 * its network count once they are created; the mode that the subnet itself reports is used where the account's is not
 * known, and where both are known and no exclusion explains a difference, nobody knows.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html, read 2026-11-21.
 */
export function internetBlockOf(scope: Scope, subnet: Subnet): Known<InternetBlock> {
  const mode = effectiveMode(scope, subnet);
  if (isUnknown(mode)) return mode;
  switch (mode) {
    case 'off':
      return { direct: false, translated: false, label: 'VPC Block Public Access is off' };
    case 'block-ingress':
      // Only NAT gateways and egress-only gateways keep working: instances with public addresses lose their egress too.
      return { direct: true, translated: false, label: 'VPC Block Public Access: block-ingress' };
    case 'block-bidirectional':
      return {
        direct: true,
        translated: true,
        label: 'VPC Block Public Access: block-bidirectional',
      };
  }
}

function effectiveMode(scope: Scope, subnet: Subnet): Known<Mode> {
  const reported = modeOf(subnet.BlockPublicAccessStates?.InternetGatewayBlockMode);
  const owner = subnet.OwnerId;
  const isOwn = owner === undefined || owner === scope.account;
  const options = scope.read('DescribeVpcBlockPublicAccessOptions');
  const exclusions = scope.read('DescribeVpcBlockPublicAccessExclusions');
  if (!isOwn || !options.complete) {
    if (reported !== undefined) return reported;
    return (
      options.cause ??
      unknown(
        `Whether ${owner ?? 'the owner'} blocks public access to ${subnet.SubnetId} is not known.`,
      )
    );
  }
  const account = modeOf(options.items[0]?.InternetGatewayBlockMode ?? 'off');
  if (account === undefined)
    return unknown('The mode of VPC Block Public Access has a name that is not known.');
  if (account === 'off')
    return reported === undefined || reported === 'off' ? 'off' : disagreement(subnet);
  const excluded = exclusionOf(scope, subnet);
  if (excluded === 'allow-bidirectional') return 'off';
  if (excluded === 'allow-egress') return 'block-ingress';
  if (exclusions.cause !== undefined) return reported ?? exclusions.cause;
  return reported === undefined || reported === account ? account : disagreement(subnet);
}

function disagreement(subnet: Subnet) {
  return unknown(
    `The block that ${subnet.SubnetId} reports and that of its account differ, and no exclusion explains it.`,
  );
}

function modeOf(text: string | undefined): Mode | undefined {
  return text === 'off' || text === 'block-bidirectional' || text === 'block-ingress'
    ? text
    : undefined;
}

/** The exclusion in force for a subnet: its own before its network's. */
function exclusionOf(scope: Scope, subnet: Subnet): string | undefined {
  const inForce = scope
    .read('DescribeVpcBlockPublicAccessExclusions')
    .items.filter(({ State }) => State === 'create-complete' || State === 'update-complete');
  const of = (resource: string) =>
    inForce.find(({ ResourceArn }) => ResourceArn?.endsWith(`/${resource}`))
      ?.InternetGatewayExclusionMode;
  return of(subnet.SubnetId) ?? of(subnet.VpcId);
}
