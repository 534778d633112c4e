/** What each rule says of its plant, cloud by cloud; a cell that is not here does not fire. Written out, so that a change is seen. */
export const FIRING: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws: {
    'admin-access-outside-vpn':
      'sg-app admits 10.0.3.10/32 to SSH, beside the VPN and the bastions',
    'admin-port-public': 'sg-edge admits the internet to SSH',
    'admission-list-open':
      'the admission list access policy of archive of archive admits the internet',
    'any-any-ingress': 'sg-tools admits the internet to all protocols and ports',
    'bastion-open-beyond-vpn':
      'sg-bastion admits 203.0.112.91/32 to a bastion by tcp 22, beside the VPN',
    'coverage-gap':
      'ListFunctions of aws 111111111111 eu-central-1 could not be read in full (forbidden)',
    'dangling-allow-list-address': 'sg-app admits 3.120.0.60/32, which is no longer ours',
    'database-public-switch-on':
      'the public switch of ledger is on although nothing reaches it from the internet',
    'database-reachable-beyond-clients':
      'stock is reachable from 10.0.2.12/32,10.0.2.16/32, which is no declared client',
    'dead-rule': 'rules of sg-app can match nothing',
    'default-deny-egress': 'payments-1 may reach every address on the internet',
    'default-filter-in-use': 'the default security group default admits traffic',
    'egress-identity-undeclared': 'eni-batch-2-0 sends with 3.120.0.200/32, which is not declared',
    'flow-logs-off': 'the flow log of vpc-1 is on, and nothing is delivered',
    'ipv6-parity': 'sg-edge admits over IPv6 what it refuses over IPv4: tcp 8444',
    'mixed-environments': 'vpc-1 holds workloads of production and staging',
    'no-public-database': 'orders is reachable from the internet',
    'origin-bypass': 'sg-web admits the internet to backends around the balancer edge-site',
    'over-broad-allow-list': 'sg-app admits 3.120.0.0/24, of which 10 of 256 addresses are ours',
    'plaintext-over-internet':
      '1 own address reaches logs over the internet, and TLS is not enforced',
    'public-control-plane': 'kube admits the internet to the control plane',
    'required-flow-blocked': 'apps does not reach eni-stock by tcp 5432, which the policy requires',
    'segmentation-violation':
      'staging reaches production by tcp 5000, which the policy does not allow',
    'sensitive-port-public': 'sg-edge admits the internet to Redis or Valkey',
    'tenant-isolation': 'customer red reaches customer blue',
    'tier-in-wrong-subnet': 'app-2 of apps does not stand in a private subnet',
    'undeclared-gateway': 'the nat gateway nat-2 is not declared',
    'undeclared-public-endpoint':
      'sg-blog is reachable from the internet by tcp 443, which is not declared public',
    'waiver-expired': 'sg-partner has outgrown the waiver partner of platform',
  },
  digitalocean: {
    'admin-access-outside-vpn':
      'tasks admits 203.0.112.90/32 to SSH, beside the VPN and the bastions',
    'admin-port-public': 'edge admits the internet to SSH',
    'admission-list-open': 'the admission list cache trusted sources of cache admits the internet',
    'any-any-ingress': 'tools admits the internet to all ports of a protocol',
    'bastion-open-beyond-vpn':
      'bastion admits 203.0.112.91/32 to a bastion by tcp 22, beside the VPN',
    'coverage-gap':
      'cdn_endpoints of digitalocean team-2 global could not be read in full (forbidden)',
    'dangling-allow-list-address': 'tasks admits 104.131.0.60/32, which is no longer ours',
    'database-reachable-beyond-clients':
      'stats is reachable from 104.131.0.24/32, which is no declared client',
    'dead-rule': 'rules of tasks can match nothing',
    'default-deny-egress': 'payments-1 may reach every address on the internet',
    'default-deny-ingress':
      'bare-1 has a public address, and no filter in force denies ingress by default',
    'default-filter-in-use': 'the default network default-fra1 holds 1 interfaces',
    'egress-identity-undeclared':
      'batch-1/public sends with 104.131.9.200/32, which is not declared',
    'filter-not-enforced': 'late is pending on 1 of its members',
    'ipv6-parity': 'edge admits over IPv6 what it refuses over IPv4: tcp 8444',
    'mixed-environments': 'team holds workloads of production and staging',
    'no-public-database': 'orders is reachable from the internet',
    'origin-bypass': 'web admits the internet to backends around the balancer edge-site',
    'over-broad-allow-list': 'tasks admits 104.131.0.0/24, of which 15 of 256 addresses are ours',
    'public-control-plane': 'kube admits the internet to the control plane',
    'required-flow-blocked':
      'apps does not reach stock-1/private by tcp 5432, which the policy requires',
    'segmentation-violation':
      'staging reaches production by tcp 5000, which the policy does not allow',
    'sensitive-port-public': 'edge admits the internet to Redis or Valkey',
    'tenant-isolation': 'customer red reaches customer blue',
    'tier-in-wrong-subnet': 'app-1 of apps does not stand in a private subnet',
    'undeclared-gateway': 'the nat gateway 81f2c69e-0000-4e95-b3ee-2d4d95feff52 is not declared',
    'undeclared-public-endpoint':
      'blog is reachable from the internet by tcp 443, which is not declared public',
    'waiver-expired': 'partner has outgrown the waiver partner of platform',
  },
  gcp: {
    'admin-access-outside-vpn':
      'VPC firewall rules of main admits 10.0.0.12/32 to SSH, beside the VPN and the bastions',
    'admin-port-public': 'VPC firewall rules of main admits the internet to SSH',
    'admission-list-open':
      'the admission list authorized networks of stats of stats admits the internet',
    'any-any-ingress': 'VPC firewall rules of main admits the internet to all ports of a protocol',
    'bastion-open-beyond-vpn':
      'VPC firewall rules of main admits 203.0.112.91/32 to a bastion by tcp 22, beside the VPN',
    'coverage-gap':
      'run-services of gcp acme-production global could not be read in full (forbidden)',
    'dangling-allow-list-address':
      'VPC firewall rules of main admits 34.10.0.60/32, which is no longer ours',
    'database-public-switch-on':
      'the public switch of ledger is on although nothing reaches it from the internet',
    'database-reachable-beyond-clients':
      'stats is reachable from 10.0.0.12/31,10.0.0.17/32,10.0.0.24/32,10.0.0.60/32,10.5.0.15/32,34.150.0.1/32, which is no declared client',
    'dead-rule': 'rules of VPC firewall rules of main can match nothing',
    'default-deny-egress': 'payments-1 may reach every address on the internet',
    'default-filter-in-use': 'the default network default holds 1 interfaces',
    'egress-identity-undeclared': 'batch-1/nic0 sends with 34.20.0.200/32, which is not declared',
    'flow-logs-off': 'the flow log of main-eu is off',
    'ipv6-parity':
      'VPC firewall rules of main admits over IPv6 what it refuses over IPv4: tcp 8444',
    'mixed-environments': 'acme-production holds workloads of production and staging',
    'no-public-database': 'orders is reachable from the internet',
    'origin-bypass':
      'VPC firewall rules of main admits the internet to backends around the balancer edge-site',
    'over-broad-allow-list':
      'VPC firewall rules of main admits 34.10.0.0/24, of which 10 of 256 addresses are ours',
    'plaintext-over-internet':
      '1 own address reaches stats over the internet, and TLS is not enforced',
    'public-control-plane': 'kube admits the internet to the control plane',
    'required-flow-blocked':
      'apps does not reach stock-1/nic0 by tcp 5432, which the policy requires',
    'segmentation-violation':
      'staging reaches production by tcp 5000, which the policy does not allow',
    'sensitive-port-public': 'VPC firewall rules of main admits the internet to Redis or Valkey',
    'tenant-isolation': 'customer red reaches customer blue',
    'tier-in-wrong-subnet': 'app-1 of apps does not stand in a private subnet',
    'undeclared-gateway': 'the nat gateway rogue is not declared',
    'undeclared-public-endpoint':
      'VPC firewall rules of main is reachable from the internet by tcp 443, which is not declared public',
    'waiver-expired': 'VPC firewall rules of partners has outgrown the waiver partner of platform',
  },
  hetzner: {
    'admin-access-outside-vpn':
      'tasks admits 203.0.112.90/32 to SSH, beside the VPN and the bastions',
    'admin-port-public': 'edge admits the internet to SSH',
    'admission-list-open':
      'the admission list open main access settings of open admits the internet',
    'any-any-ingress': 'tools admits the internet to all ports of a protocol',
    'bastion-open-beyond-vpn':
      'bastion admits 203.0.112.91/32 to a bastion by tcp 22, beside the VPN',
    'coverage-gap':
      'certificates of hetzner project-2 global could not be read in full (forbidden)',
    'dangling-allow-list-address': 'tasks admits 5.75.0.60/32, which is no longer ours',
    'default-deny-egress': 'payments-1 may reach every address on the internet',
    'default-deny-ingress':
      'bare-1 has a public address, and no filter in force denies ingress by default',
    'egress-identity-undeclared': 'batch-1/public sends with 5.75.9.200/32, which is not declared',
    'filter-not-enforced': 'late is pending on 1 of its members',
    'ipv6-parity': 'edge admits over IPv6 what it refuses over IPv4: tcp 8444',
    'mixed-environments': 'project holds workloads of production and staging',
    'origin-bypass': 'web admits the internet to backends around the balancer edge-site',
    'over-broad-allow-list': 'tasks admits 5.75.0.0/24, of which 16 of 256 addresses are ours',
    'plaintext-over-internet':
      '15 own addresses reach backup over the internet, and TLS is not enforced',
    'required-flow-blocked':
      'apps does not reach stock-1/public by tcp 5432, which the policy requires',
    'segmentation-violation':
      'staging reaches production by tcp 5000, which the policy does not allow',
    'sensitive-port-public': 'edge admits the internet to Redis or Valkey',
    'tenant-isolation': 'customer red reaches customer blue',
    'tier-in-wrong-subnet': 'vault-1 of vaults does not stand in a private subnet',
    'undeclared-gateway': 'the nat gateway tools-1 as NAT for second is not declared',
    'undeclared-public-endpoint':
      'blog is reachable from the internet by tcp 443, which is not declared public',
    'waiver-expired': 'partner has outgrown the waiver partner of platform',
  },
};
