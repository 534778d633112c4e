import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSecretFilter } from './secret-filter.ts';

describe('the secret filter', () => {
  it('drops the declared members, in every element of a list', () => {
    const filter = createSecretFilter([
      'CustomerGatewayConfiguration',
      'Options.TunnelOptions[].PreSharedKey',
    ]);

    const kept = filter({
      VpnConnectionId: 'vpn-1',
      CustomerGatewayConfiguration: '<xml>PSK</xml>',
      Options: { TunnelOptions: [{ PreSharedKey: 'PSK', Phase1: 1 }, { PreSharedKey: 'PSK' }] },
    });

    expect(kept).toEqual({
      VpnConnectionId: 'vpn-1',
      Options: { TunnelOptions: [{ Phase1: 1 }, {}] },
    });
  });

  it('drops a member below any one name, and at any depth', () => {
    const filter = createSecretFilter(['connections.*.uri', '**.password']);

    const kept = filter({
      password: 'x',
      connections: { public: { uri: 'x', host: 'h' }, private: { uri: 'x' } },
      users: [{ name: 'n', password: 'x', deep: { password: { hash: 'x' } } }],
    });

    expect(kept).toEqual({
      connections: { public: { host: 'h' }, private: {} },
      users: [{ name: 'n', deep: {} }],
    });
  });

  it('does not mind letter case', () => {
    expect(createSecretFilter(['preSharedKey'])({ PreSharedKey: 'x' })).toEqual({});
  });

  it('keeps a member of the same name elsewhere', () => {
    expect(createSecretFilter(['a.uri'])({ uri: 'kept', b: { uri: 'kept' } })).toEqual({
      uri: 'kept',
      b: { uri: 'kept' },
    });
  });

  it('makes JSON of what client libraries give', () => {
    const at = new Date('2026-01-01T00:00:00Z');
    const given = { at, bytes: new Uint8Array([1]), big: 12345678901234567890n, not: undefined };

    expect(createSecretFilter([])(given)).toEqual({
      at: '2026-01-01T00:00:00.000Z',
      bytes: 'AQ==',
      big: '12345678901234567890',
    });
  });

  it('changes no JSON when no path is declared', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        const wire: unknown = JSON.parse(JSON.stringify(value));
        expect(createSecretFilter([])(wire)).toEqual(wire);
      }),
    );
  });
});
