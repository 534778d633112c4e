import { expect, it } from 'vitest';
import { hostsOf, readEnvironment } from './service-environment.ts';

it('names the variable that is wrong', () => {
  expect(() => readEnvironment({ NETPOSTURE_PORT: 'many' })).toThrow(/NETPOSTURE_PORT/);
});

it('takes an empty variable for an absent one', () => {
  expect(readEnvironment({ REDIS_URL: '' }).REDIS_URL).toBeUndefined();
});

it('is called by its address and by further names, but not by an address that means every one', () => {
  const loopback = ['localhost', '127.0.0.1', '[::1]'];
  const hosts = (NETPOSTURE_HOST: string, NETPOSTURE_HOSTS = '') =>
    hostsOf(readEnvironment({ NETPOSTURE_HOST, NETPOSTURE_HOSTS }));

  expect(hosts('0.0.0.0')).toEqual(loopback);
  expect(hosts('::', ' Posture.example.com,api ')).toEqual([
    ...loopback,
    'posture.example.com',
    'api',
  ]);
  expect(hosts('10.0.0.5')).toEqual([...loopback, '10.0.0.5']);
});
