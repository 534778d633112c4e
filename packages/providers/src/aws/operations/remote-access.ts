import { type AwsOperation, awsOperation, subjectsByMember } from '../aws-operation.ts';
import {
  clientVpnAuthorizationRule,
  clientVpnEndpoint,
  clientVpnTargetNetwork,
  endpointService,
  endpointServicePermission,
} from '../schema/remote-access.ts';

const PAGE = { MaxResults: 1000 };

const perEndpoint = subjectsByMember('DescribeClientVpnEndpoints', 'ClientVpnEndpointId', (id) => ({
  ClientVpnEndpointId: id,
  ...PAGE,
}));

/** The calls that say who gets into a network from outside AWS, or from the network of another account. */
export const REMOTE_ACCESS_OPERATIONS: readonly AwsOperation[] = [
  awsOperation({
    service: 'ec2',
    action: 'DescribeClientVpnEndpoints',
    reads: 'the endpoints through which people enter a network by VPN',
    item: clientVpnEndpoint,
    idMember: 'ClientVpnEndpointId',
    list: 'ClientVpnEndpoints',
    input: PAGE,
    token: 'NextToken',
    feeds: ['service', 'interface'],
  }),
  awsOperation({
    service: 'ec2',
    action: 'DescribeClientVpnAuthorizationRules',
    reads: 'the destinations that the clients of one VPN endpoint may reach',
    item: clientVpnAuthorizationRule,
    idMember: 'DestinationCidr',
    list: 'AuthorizationRules',
    marks: ['DestinationCidr', 'AccessAll'],
    token: 'NextToken',
    perSubject: 'Client VPN endpoint',
    subjects: perEndpoint,
    feeds: ['filter'],
  }),
  awsOperation({
    service: 'ec2',
    action: 'DescribeClientVpnTargetNetworks',
    reads: 'the subnets into which the clients of one VPN endpoint are led',
    item: clientVpnTargetNetwork,
    idMember: 'AssociationId',
    list: 'ClientVpnTargetNetworks',
    token: 'NextToken',
    perSubject: 'Client VPN endpoint',
    subjects: perEndpoint,
    feeds: ['interface'],
  }),
  awsOperation({
    service: 'ec2',
    action: 'DescribeVpcEndpointServiceConfigurations',
    reads: 'the services that networks of other accounts reach privately',
    item: endpointService,
    idMember: 'ServiceId',
    list: 'ServiceConfigurations',
    input: PAGE,
    token: 'NextToken',
    depth: 'inventory',
    feeds: ['service'],
  }),
  awsOperation({
    service: 'ec2',
    action: 'DescribeVpcEndpointServicePermissions',
    reads: 'who may reach one of those services',
    item: endpointServicePermission,
    idMember: 'ServicePermissionId',
    list: 'AllowedPrincipals',
    marks: ['Principal', 'PrincipalType'],
    token: 'NextToken',
    perSubject: 'endpoint service',
    subjects: subjectsByMember('DescribeVpcEndpointServiceConfigurations', 'ServiceId', (id) => ({
      ServiceId: id,
      ...PAGE,
    })),
    depth: 'inventory',
    feeds: ['service'],
  }),
];
