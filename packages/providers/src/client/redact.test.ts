import { describe, expect, it } from 'vitest';
import { createRedactor } from './redact.ts';

describe('the redactor', () => {
  const redact = createRedactor(['s3cr3t+token/']);

  it('hides a configured secret, also percent- and base64-encoded', () => {
    expect(redact('a s3cr3t+token/ b s3cr3t%2Btoken%2F c czNjcjN0K3Rva2VuLw== d')).toBe(
      'a [redacted] b [redacted] c [redacted] d',
    );
  });

  it.each([
    ['User AKIAIOSFODNN7EXAMPLE may not', 'User [redacted] may not'],
    ['key ASIAIOSFODNN7EXAMPLE', 'key [redacted]'],
    ['token IQoJb3JpZ2luX2VjEHoaCXVzLWVhc3QtMSJH is expired', 'token [redacted] is expired'],
    ['Authorization: Bearer abc.def-123', 'Authorization: Bearer [redacted]'],
    ['postgresql://doadmin:hunter2@db:25060/x', 'postgresql://[redacted]@db:25060/x'],
    ['{"password":"hunter2","user":"u"}', '{"password":"[redacted]","user":"u"}'],
    ['X-Amz-Security-Token=abc%2Bdef&x=1', 'X-Amz-Security-Token=[redacted]&x=1'],
    ['<PreSharedKey>psk-1</PreSharedKey>', '<PreSharedKey>[redacted]</PreSharedKey>'],
    ['<pre_shared_key>psk-1</pre_shared_key>', '<pre_shared_key>[redacted]</pre_shared_key>'],
    ['GET /list?token=abc123 failed', 'GET /list?token=[redacted] failed'],
    [
      'told https://hooks.slack.com/services/T0A/B0B/x1y2',
      'told https://hooks.slack.com/[redacted]',
    ],
    ['ya29.a0AfH6SMBx is old', '[redacted] is old'],
    [`dop_v1_${'0'.repeat(64)}`, '[redacted]'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx.sig', '[redacted]'],
    ['aws_secret_access_key = wJalrXUtnFEMI', 'aws_secret_access_key = [redacted]'],
  ])('hides the secret in %j', (text, clean) => {
    expect(redact(text)).toBe(clean);
  });

  it.each([
    'You are not authorized to perform this operation: ec2:DescribeVpcs.',
    'The token has expired.',
    'arn:aws:iam::123456789012:role/netposture',
    'The provider answered HTTP 403: missing permission compute.firewalls.list',
  ])('leaves %j alone', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('makes one line of it and cuts what is long', () => {
    expect(redact('a\r\n\u001b[31mb')).toBe('a [31mb');
    expect(redact('x '.repeat(1000))).toHaveLength(601);
  });
});
