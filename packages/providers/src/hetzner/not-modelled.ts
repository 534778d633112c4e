/** What of Hetzner no verdict takes into account. */
export const NOT_MODELLED: readonly string[] = [
  'Firewalls inside servers (nftables, ufw) are not visible to any API: a packet that Hetzner delivers may still be refused there.',
  'An address that Hetzner has blocked for abuse is judged as if it were not.',
  'Which services listen on a server is not known: every port that is admitted counts as reachable.',
  'Robot tells neither the power state of a dedicated server nor its addresses on a vSwitch: it is taken to run, and questions about such an address are answered for the server as a whole.',
  'The firewall of the management port (KVM) of a dedicated server is not read.',
  'Hetzner always lets its own resolvers and its rescue system in through a Cloud Firewall: unasked packets from them are not counted as exposure.',
  'Rescue, backup and monitoring systems that a Robot firewall lets in with whitelist_hos are counted by the addresses of the resolvers alone, because Hetzner does not publish the others.',
  'The ranges of the whole Hetzner network are not published: a Storage Box that is closed to the outside is undetermined for every address that is not our own.',
  'DNS zones, certificates, placement groups, volumes and Object Storage are not judged; certificates and placement groups are listed.',
  'When load balancers could not be read, a server that admits one address on its public interface is judged without the balancer that may have that address; the gap is named on the interface.',
  'The health of load balancer targets is not taken into account: a target counts as reachable while it is registered.',
];
