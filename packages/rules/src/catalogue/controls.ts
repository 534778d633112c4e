/** A control of a framework, in our own words. */
export interface Control {
  readonly id: string;
  readonly framework: string;
  readonly gist: string;
}

/** That a rule is evidence for a control, and why. */
export interface ControlMapping {
  readonly control: ControlId;
  /** Why the rule's answer says something about the control. */
  readonly why: string;
}

/** The controls that rules may be evidence for. Texts are paraphrased. */
export const CONTROLS = [
  {
    id: 'ISO27001:2022 A.8.9',
    framework: 'ISO 27001:2022',
    gist: 'configurations are established, documented, monitored and reviewed',
  },
  {
    id: 'ISO27001:2022 A.8.16',
    framework: 'ISO 27001:2022',
    gist: 'networks and systems are watched for what is unusual',
  },
  {
    id: 'ISO27001:2022 A.8.20',
    framework: 'ISO 27001:2022',
    gist: 'networks and their devices are secured, managed and controlled',
  },
  {
    id: 'ISO27001:2022 A.8.21',
    framework: 'ISO 27001:2022',
    gist: 'network services have security mechanisms that are known and watched',
  },
  {
    id: 'ISO27001:2022 A.8.22',
    framework: 'ISO 27001:2022',
    gist: 'groups of services, users and systems are kept apart in the network',
  },
  {
    id: 'ISO27001:2022 A.8.23',
    framework: 'ISO 27001:2022',
    gist: 'access to outside websites is managed',
  },
  {
    id: 'NIST CSF DE.CM-01',
    framework: 'NIST CSF 2.0',
    gist: 'networks are monitored to find adverse events',
  },
  {
    id: 'NIST CSF PR.IR-01',
    framework: 'NIST CSF 2.0',
    gist: 'networks are protected from unauthorised logical access',
  },
  { id: 'CyFun PR.AC-5.1', framework: 'CyFun', gist: 'firewalls stand on all networks' },
  { id: 'CyFun PR.AC-5.2', framework: 'CyFun', gist: 'networks of critical systems are segmented' },
  {
    id: 'CyFun PR.AC-5.3',
    framework: 'CyFun',
    gist: 'connections are identified, documented and limited',
  },
  {
    id: 'CyFun DE.CM-1.1',
    framework: 'CyFun',
    gist: 'firewalls stand and work at the network boundaries',
  },
  { id: 'CyFun DE.CM-1.2', framework: 'CyFun', gist: 'unauthorised connections are detected' },
  {
    id: 'CIS 4.4',
    framework: 'CIS Controls 8.1',
    gist: 'servers have a firewall that denies by default',
  },
  {
    id: 'CIS 12.2',
    framework: 'CIS Controls 8.1',
    gist: 'the network architecture is secure: segmented, least privilege',
  },
  { id: 'CIS 12.7', framework: 'CIS Controls 8.1', gist: 'remote access goes through a VPN' },
  { id: 'CIS 13.4', framework: 'CIS Controls 8.1', gist: 'traffic between segments is filtered' },
  { id: 'CIS 13.6', framework: 'CIS Controls 8.1', gist: 'network flow logs are collected' },
  {
    id: 'SOC2 CC6.1',
    framework: 'SOC 2',
    gist: 'logical access to protected assets is restricted',
  },
  {
    id: 'SOC2 CC6.6',
    framework: 'SOC 2',
    gist: 'threats from outside the system boundary are kept out',
  },
  { id: 'SOC2 CC6.7', framework: 'SOC 2', gist: 'information is protected while it moves' },
  { id: 'SOC2 CC7.2', framework: 'SOC 2', gist: 'system components are monitored for anomalies' },
  {
    id: 'PCI DSS 1.2',
    framework: 'PCI DSS 4',
    gist: 'network security controls are configured, reviewed and maintained',
  },
  {
    id: 'PCI DSS 1.3',
    framework: 'PCI DSS 4',
    gist: 'traffic to and from the cardholder data environment is restricted',
  },
  {
    id: 'PCI DSS 1.4',
    framework: 'PCI DSS 4',
    gist: 'connections between trusted and untrusted networks are controlled',
  },
] as const satisfies readonly Control[];

/** The id of one of {@link CONTROLS}. */
export type ControlId = (typeof CONTROLS)[number]['id'];

/** Controls in scope of networks that no rule can prove, with the reason. */
export const NOT_COVERED: readonly (Control & { readonly reason: string })[] = [
  {
    id: 'CIS 4.5',
    framework: 'CIS Controls 8.1',
    gist: 'end-user devices have a firewall',
    reason: 'end-user devices are no part of a cloud account',
  },
  {
    id: 'CIS 13.3',
    framework: 'CIS Controls 8.1',
    gist: 'a network intrusion detection stands ready',
    reason: 'no cloud API read here tells whether detection works',
  },
  {
    id: 'CIS 13.8',
    framework: 'CIS Controls 8.1',
    gist: 'a network intrusion prevention stands ready',
    reason: 'inspecting appliances are not modelled',
  },
  {
    id: 'PCI DSS 1.5.1',
    framework: 'PCI DSS 4',
    gist: 'devices that reach both untrusted networks and card data are controlled',
    reason: 'such devices are laptops, which no cloud API lists',
  },
  {
    id: 'SOC2 CC8.1',
    framework: 'SOC 2',
    gist: 'changes are authorised, tested and approved',
    reason: 'drift shows that something changed; the approval is in another system',
  },
];
