/** What no verdict about AWS takes into account. */
export const notModelled: readonly string[] = [
  'CloudFront VPC origins, API Gateway VPC links and Verified Access may lead to private addresses; they are not read.',
  'Network Firewall and gateway load balancer endpoints count as appliances: what passes through them is undetermined.',
  'VPN and Direct Connect lead to networks that nobody here can see: packets from there are not judged. Clients of a Client VPN endpoint send from its interfaces; those of one at a transit gateway are undetermined.',
  'Consumers of an endpoint service (PrivateLink) reach its load balancer by a way that is no path here: the service is listed, and answers about it are undetermined.',
  'Carrier, customer-owned and Outposts addresses, Cloud WAN and route servers are undetermined.',
  'NAT64 and DNS64 are not followed: such routes are undetermined.',
  'MemoryDB, MSK, Lambda function URLs, S3, Lightsail databases, balancers and containers, Redshift endpoints and Aurora shard groups are listed; answers about them are undetermined.',
  'Amazon MQ, DMS, DocumentDB elastic clusters, Neptune Analytics, Timestream, DSQL, OpenSearch Serverless and S3 account settings are not read.',
  'AWS WAF, parameter groups of databases and IAM policies are not read.',
  'A network load balancer that preserves client addresses counts as admitted by the balancer’s group for all its packets where any rule of the target names that group.',
  'EC2 Instance Connect endpoints, the Data API of RDS and Systems Manager give access that is no network path.',
  'Public IPv6 endpoints of dual-stack databases that are known by name only are not judged.',
];
