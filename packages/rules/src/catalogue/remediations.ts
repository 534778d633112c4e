import type { Remediation } from '../rule.ts';

/** Narrowing the rule that admits; the trace names it. */
export const NARROW_FILTER: Remediation = {
  aws: 'Remove the rule that the trace names: `aws ec2 revoke-security-group-ingress --group-id ID --security-group-rule-ids RULE`; of a load balancer the listener: `aws elbv2 delete-listener --listener-arn ARN`.',
  hetzner:
    '`hcloud firewall delete-rule NAME --direction in --protocol tcp --port PORT --source-ips CIDR`; of a load balancer the service: `hcloud load-balancer delete-service NAME --listen-port PORT`.',
  digitalocean:
    '`doctl compute firewall remove-rules ID --inbound-rules "protocol:tcp,ports:PORT,address:CIDR"`; of a load balancer: `doctl compute load-balancer remove-forwarding-rules ID --forwarding-rules RULE`.',
  gcp: '`gcloud compute firewall-rules update NAME --source-ranges CIDR`; of a firewall policy: `gcloud compute network-firewall-policies rules update PRIORITY --firewall-policy NAME --src-ip-ranges CIDR`.',
};

/** Narrowing the admission list of a managed service. */
export const NARROW_ADMISSION: Remediation = {
  aws: 'Narrow the security group of the service: `aws ec2 revoke-security-group-ingress --group-id ID --security-group-rule-ids RULE`.',
  hetzner:
    'Hetzner has no managed data stores; narrow the firewall of the server: `hcloud firewall delete-rule NAME ...`.',
  digitalocean: '`doctl databases firewalls replace ID --rule droplet:DROPLET`.',
  gcp: '`gcloud sql instances patch NAME --authorized-networks CIDR`.',
};

/** Taking an entry out of an allow list, wherever it stands. */
export const REPLACE_ENTRY: Remediation = {
  aws: '`aws ec2 revoke-security-group-ingress --group-id ID --security-group-rule-ids RULE`, then allow the address that you hold now, or its security group.',
  hetzner:
    '`hcloud firewall delete-rule NAME --direction in --protocol tcp --port PORT --source-ips CIDR`, then add the address that you hold now.',
  digitalocean:
    '`doctl databases firewalls remove ID --uuid RULE` or `doctl compute firewall remove-rules`, then add the resource by id rather than by address.',
  gcp: '`gcloud compute firewall-rules update NAME --source-ranges CIDR`, or `gcloud sql instances patch NAME --authorized-networks CIDR`.',
};
