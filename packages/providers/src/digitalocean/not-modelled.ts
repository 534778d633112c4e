/** What of DigitalOcean no verdict takes into account. */
export const NOT_MODELLED: readonly string[] = [
  'Firewalls inside Droplets (nftables, ufw) are not visible to any API: a packet that DigitalOcean delivers may still be refused there.',
  'Which services listen on a Droplet is not known: every port that is admitted counts as reachable.',
  'Whether a Droplet sends with a reserved address, or through a NAT gateway although it has a public address, is decided in its operating system: such egress is undetermined.',
  'A firewall of a token without tag:read shows no tags: what such firewalls may do to a Droplet is undetermined.',
  'Answers that were saved before deny rules existed (2026-09), or by tools that do not know them (godo before 1.207), hold no action: their rules are read as allow.',
  'A firewall rule whose source was chosen as a VPC in the control panel comes without a source: it is undetermined.',
  'The address with which a load balancer turns to Droplets inside a VPC is not told: where a rule admits only part of the VPC, the way is undetermined.',
  'How global load balancers reach their targets, and what they see of the client, is not documented: such ways are undetermined.',
  'Whether the allow or the deny list of a load balancer wins where both name an address is not documented: such addresses are undetermined.',
  'Load balancers of Kubernetes clusters are read as DigitalOcean lists them; annotations of Services are not.',
  'Networks behind partner attachments are not read: routes of their VPCs are incomplete.',
  'App Platform, Functions, NFS shares, vector databases, dedicated inference, CDN endpoints and Spaces are listed, and questions about them are undetermined.',
  'Metrics endpoints of databases, which answer on a port and with a password of their own, are not judged.',
  'DNS zones and records, tags and autoscale pools are listed and not judged.',
  'The health of load balancer targets is not taken into account: a target counts as reachable while it is registered.',
];
