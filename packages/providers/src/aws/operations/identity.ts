import { z } from 'zod';
import { type AwsOperation, awsOperation } from '../aws-operation.ts';
import { region } from '../schema/network.ts';

/** The calls by which accounts and regions are found. */
export const CALLER_IDENTITY = awsOperation({
  service: 'sts',
  action: 'GetCallerIdentity',
  reads: 'the account that the credential belongs to',
  item: z.object({ Account: z.string(), Arn: z.string().optional() }),
  idMember: 'Account',
  marks: ['Account', 'UserId'],
  scope: 'global',
  perSubject: 'credential',
  feeds: ['account'],
});

/** Takes on a role of another account; its answer is a credential, of which nothing is kept. */
export const ASSUME_ROLE = awsOperation({
  service: 'sts',
  action: 'AssumeRole',
  reads: 'a credential for one account, of which nothing is kept',
  item: z.object({ AssumedRoleUser: z.object({ Arn: z.string() }).optional() }),
  idMember: 'AssumedRoleUser.Arn',
  scope: 'global',
  perSubject: 'role',
  secretPaths: ['Credentials'],
  feeds: ['account'],
});

/** The accounts of the organization. */
export const ORGANIZATION_ACCOUNTS = awsOperation({
  service: 'organizations',
  action: 'ListAccounts',
  reads: 'the accounts of the organization',
  item: z.object({
    Id: z.string(),
    Name: z.string().optional(),
    Status: z.string().optional(),
    State: z.string().optional(),
  }),
  idMember: 'Id',
  list: 'Accounts',
  token: 'NextToken',
  scope: 'global',
  perSubject: 'organization',
  feeds: ['account'],
});

/** The regions that an account has switched on. */
export const ENABLED_REGIONS = awsOperation({
  service: 'ec2',
  action: 'DescribeRegions',
  reads: 'the regions that are switched on',
  item: region,
  idMember: 'RegionName',
  list: 'Regions',
  marks: ['RegionName', 'OptInStatus'],
  input: { AllRegions: false },
  scope: 'global',
  feeds: ['account'],
});

/** Calls of discovery, in the order in which they are made. */
export const DISCOVERY_OPERATIONS: readonly AwsOperation[] = [
  CALLER_IDENTITY,
  ORGANIZATION_ACCOUNTS,
  ASSUME_ROLE,
  ENABLED_REGIONS,
];
