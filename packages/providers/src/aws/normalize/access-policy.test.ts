import { isUnknown } from '@netposture/network/graph';
import { describe, expect, it } from 'vitest';
import { meaningOfPolicy } from './access-policy.ts';

const ANYONE = { Effect: 'Allow', Principal: '*', Action: 'es:*', Resource: '*' };
const OFFICE = { IpAddress: { 'aws:SourceIp': '8.8.8.0/24' } };

function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

describe('an access policy', () => {
  it('without statements for everybody asks for IAM', () => {
    const named = { ...ANYONE, Principal: { AWS: 'arn:aws:iam::111111111111:root' } };

    expect(meaningOfPolicy(policy(named), false)).toEqual({ authentication: 'iam' });
    expect(meaningOfPolicy(undefined, false)).toEqual({ authentication: 'iam' });
  });

  it('for everybody without a condition asks for nothing', () => {
    expect(meaningOfPolicy(policy(ANYONE), false)).toEqual({ authentication: 'none' });
  });

  it('for everybody from some addresses is an admission list', () => {
    expect(meaningOfPolicy(policy({ ...ANYONE, Condition: OFFICE }), false)).toEqual({
      authentication: 'none',
      anonymousFrom: ['8.8.8.0/24'],
    });
  });

  it('keeps out nobody with a role, where roles may enter beside an address list', () => {
    const named = { ...ANYONE, Principal: { AWS: 'arn:aws:iam::111111111111:root' } };

    expect(meaningOfPolicy(policy({ ...ANYONE, Condition: OFFICE }, named), false)).toEqual({
      authentication: 'mixed',
    });
  });

  it('with another condition is not interpreted', () => {
    const other = { ...ANYONE, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } };

    expect(isUnknown(meaningOfPolicy(policy(other), false).authentication)).toBe(true);
  });

  it('that is no JSON is unknown', () => {
    expect(isUnknown(meaningOfPolicy('{', false).authentication)).toBe(true);
  });

  it('says nothing about the password that fine-grained access control asks for', () => {
    expect(meaningOfPolicy(policy(ANYONE), true)).toEqual({ authentication: 'password' });
  });
});
