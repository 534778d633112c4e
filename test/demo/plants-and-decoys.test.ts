import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADDRESSES } from '../../demo/company/facts.ts';
import { Larkfield } from './larkfield.testkit.ts';

/** Each plant of the demo goes with its cause, and each decoy becomes a plant by one change. */
let larkfield: Larkfield;
beforeAll(async () => {
  larkfield = await Larkfield.start();
});
afterAll(() => larkfield.close());

describe('the company as the demo finds it', () => {
  it('has its six mistakes and one note, and no other finding', async () => {
    const { findings } = await larkfield.asFound();

    expect(
      findings.map(({ severity, rule, detail }) => `${severity} ${rule}: ${detail['subject']}`),
    ).toEqual([
      'critical no-public-database: invoices',
      'critical no-public-database: sessions',
      'high admission-list-open: sessions',
      'high dangling-allow-list-address: shipping',
      'high segmentation-violation: production-database',
      'high sensitive-port-public: partner-access',
      'high sensitive-port-public: reporting-front',
      'high undeclared-public-endpoint: invoices',
      'high undeclared-public-endpoint: sessions',
      'high undeclared-public-endpoint: partner-access',
      'high undeclared-public-endpoint: reporting-front',
      'medium database-public-switch-on: ledger',
      'medium no-public-database: shipping',
      'medium over-broad-allow-list: invoices',
      'low undeclared-public-endpoint: shipping',
    ]);
    expect(findings.filter(({ state }) => state !== 'open')).toEqual([]);
  });
});

describe('a plant', () => {
  it('a database server at Hetzner, closed by its firewall, is reached through a balancer with a private target', async () => {
    const noListener = { balancerToReportingDb: [] };

    expect(await larkfield.about('reporting-db')).toEqual(['high sensitive-port-public']);
    expect(await larkfield.about('reporting-db', noListener)).toEqual([]);
    expect(await larkfield.about('reporting-front', noListener)).toEqual([]);
  });

  it('two halves of the internet are the internet', async () => {
    const oneOwnServer = { invoicesAdmits: [`${ADDRESSES.worker}/32`] };

    expect(await larkfield.about('invoices')).toContain('critical no-public-database');
    expect(await larkfield.about('invoices', oneOwnServer)).toEqual([]);
  });

  it('an allow list in AWS names an address at Hetzner that is no longer ours', async () => {
    const cleanedUp = { shippingAdmits: [`${ADDRESSES.worker}/32`] };
    const stillOurs = { hasRetiredWorker: true };

    expect(await larkfield.about('shipping')).toContain('high dangling-allow-list-address');
    expect(await larkfield.about('shipping', cleanedUp)).toEqual([]);
    expect(await larkfield.about('shipping', stillOurs)).toEqual([]);
  });

  it('a network firewall policy in GCP overrides the VPC rules', async () => {
    const leftToVpcRules = { clickhouseByPolicy: 'goto_next' } as const;

    expect(await larkfield.about('clickhouse-1')).toEqual([
      'high sensitive-port-public',
      'high undeclared-public-endpoint',
    ]);
    expect(await larkfield.about('clickhouse-1', leftToVpcRules)).toEqual([]);
  });

  it('an empty list of trusted sources at DigitalOcean admits everybody', async () => {
    const oneOwnServer = { sessionsTrusts: [ADDRESSES.app1] };

    expect(await larkfield.about('sessions')).toEqual([
      'critical no-public-database',
      'high admission-list-open',
      'high undeclared-public-endpoint',
    ]);
    expect(await larkfield.about('sessions', oneOwnServer)).toEqual([]);
  });

  it('a staging server reaches the production database across clouds', async () => {
    const productionAlone = { ordersAdmits: [`${ADDRESSES.app1}/32`, `${ADDRESSES.app2}/32`] };

    expect(await larkfield.about('orders')).toEqual([]);
    expect(await larkfield.about('production-database')).toEqual(['high segmentation-violation']);
    expect(await larkfield.about('production-database', productionAlone)).toEqual([]);
  });
});

describe('a decoy', () => {
  it('an open security group is nothing until it is on an interface', async () => {
    const inUse = { exporterGroups: ['sg-exporter', 'sg-everything'] };

    expect(await larkfield.about('exporter-1')).toEqual([]);
    expect(await larkfield.about('exporter-1', inUse)).toContain('critical any-any-ingress');
  });

  it('a public address is nothing until its subnet leads to the internet', async () => {
    const routed = { batchRoutes: ['0.0.0.0/0 igw-1'] };

    expect(await larkfield.about('batch-1')).toEqual([]);
    expect(await larkfield.about('batch-1', routed)).toContain('critical admin-port-public');
  });

  it('a DigitalOcean rule that names the world is nothing while it denies', async () => {
    const allowed = { sshFromEverywhere: 'allow' } as const;

    expect(await larkfield.about('cache-warmer')).toEqual([]);
    expect(await larkfield.about('cache-warmer', allowed)).toContain('critical admin-port-public');
  });

  it('a GCP rule is nothing while it is disabled', async () => {
    const enabled = { isRdpRuleDisabled: false };

    expect(await larkfield.about('clickhouse-1')).not.toContain('critical admin-port-public');
    expect(await larkfield.about('clickhouse-1', enabled)).toContain('critical admin-port-public');
  });

  it('the public switch of an RDS instance is a note until its subnets lead to the internet', async () => {
    const routed = { ledgerRoutes: ['0.0.0.0/0 igw-1'] };

    expect(await larkfield.about('ledger')).toEqual(['medium database-public-switch-on']);
    expect(await larkfield.about('ledger', routed)).toContain('critical no-public-database');
  });

  it('an RDS instance may admit an own Hetzner address, and not its neighbour', async () => {
    const neighbour = { customersAdmits: ['5.75.130.22/32'] };

    expect(await larkfield.about('customers')).toEqual([]);
    expect(await larkfield.about('customers', neighbour)).toContain('medium no-public-database');
  });
});
