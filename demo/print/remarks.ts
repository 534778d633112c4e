/** Why each mistake is easy to miss, by the subject of its finding. */
export const REMARKS: ReadonlyMap<string, string> = new Map([
  [
    'invoices',
    'No rule says 0.0.0.0/0: 0.0.0.0/1 and 128.0.0.0/1 together are the internet as well.',
  ],
  ['sessions', 'The list of trusted sources is empty, and here empty means everybody.'],
  ['shipping', 'worker-2 was deleted yesterday; Hetzner may give its address to a stranger.'],
  [
    'production-database',
    'From Hetzner to AWS over the internet: the address of staging-1 is on the list of orders.',
  ],
  [
    'partner-access',
    'A VPC rule denies ClickHouse, and is never asked: the network policy comes first, and allows it.',
  ],
  [
    'reporting-front',
    'The firewall of reporting-db is closed, and never asked: the balancer comes over the private network.',
  ],
]);
