/** Public addresses of the company, by the name of what holds them. All are in blocks of the cloud they stand in. */
export const ADDRESSES = {
  app1: '5.75.130.11',
  app2: '5.75.130.12',
  worker: '5.75.130.21',
  /** Of a worker that was deleted: nobody here holds it any more. */
  retiredWorker: '5.75.130.99',
  bastion: '5.75.130.5',
  vpn: '5.75.130.6',
  reportingDb: '5.75.130.31',
  balancer: '5.75.140.1',
  staging: '5.75.150.41',
} as const;

/**
 * What may differ in the company from one moment to another. {@link AS_FOUND} is what the demo shows first; the change
 * that it makes, and each test of a plant or a decoy, is another value of one of these.
 */
export interface CompanyFacts {
  /** Whether the worker that is gone today still exists. */
  readonly hasRetiredWorker: boolean;
  /** TCP ports that the load balancer passes on to `reporting-db`, over the private network. */
  readonly balancerToReportingDb: readonly number[];
  /** From where the security group of the database `invoices` admits MySQL. */
  readonly invoicesAdmits: readonly string[];
  /** From where that of `shipping` admits PostgreSQL. */
  readonly shippingAdmits: readonly string[];
  /** From where that of `orders`, the production database, admits PostgreSQL. */
  readonly ordersAdmits: readonly string[];
  /** From where that of `customers` admits PostgreSQL. */
  readonly customersAdmits: readonly string[];
  /** Groups of `exporter-1`, which has a public address; `sg-everything`, open to the world, is on nothing. */
  readonly exporterGroups: readonly string[];
  /** Routes besides the local one, of the subnet of `batch-1`, which has a public address. */
  readonly batchRoutes: readonly string[];
  /** From where the group of `batch-1` admits SSH. */
  readonly batchAdmits: readonly string[];
  /** Routes besides the local one, of the subnets of `ledger`, a database with the public switch on. */
  readonly ledgerRoutes: readonly string[];
  /** Trusted sources of the DigitalOcean cache `sessions`; an empty list admits everybody. */
  readonly sessionsTrusts: readonly string[];
  /** What the Droplet's firewall does with SSH from everywhere. */
  readonly sshFromEverywhere: 'deny' | 'allow';
  /** What the network firewall policy in GCP does with ClickHouse from everywhere, before the VPC rule denies it. */
  readonly clickhouseByPolicy: 'allow' | 'goto_next';
  /** Whether the VPC rule that admits RDP from everywhere is switched off. */
  readonly isRdpRuleDisabled: boolean;
  /** From where the Hetzner firewall of `app-1` and `app-2` admits SSH. */
  readonly sshToApplications: readonly string[];
}

/** The company as the demo finds it: six mistakes, and six things that only look like one. */
export const AS_FOUND: CompanyFacts = {
  hasRetiredWorker: false,
  balancerToReportingDb: [5432],
  invoicesAdmits: ['0.0.0.0/1', '128.0.0.0/1'],
  shippingAdmits: [`${ADDRESSES.worker}/32`, `${ADDRESSES.retiredWorker}/32`],
  ordersAdmits: [`${ADDRESSES.app1}/32`, `${ADDRESSES.app2}/32`, `${ADDRESSES.staging}/32`],
  customersAdmits: [`${ADDRESSES.worker}/32`],
  exporterGroups: ['sg-exporter'],
  batchRoutes: [],
  batchAdmits: ['0.0.0.0/0'],
  ledgerRoutes: [],
  sessionsTrusts: [],
  sshFromEverywhere: 'deny',
  clickhouseByPolicy: 'allow',
  isRdpRuleDisabled: true,
  sshToApplications: [`${ADDRESSES.bastion}/32`],
};

/** The day before: the worker whose address an allow list still names was not deleted yet. */
export const YESTERDAY: CompanyFacts = { ...AS_FOUND, hasRetiredWorker: true };

/** After somebody opened SSH of the application servers to everybody. */
export const WITH_SSH_OPEN: CompanyFacts = {
  ...AS_FOUND,
  sshToApplications: ['0.0.0.0/0', '::/0'],
};
