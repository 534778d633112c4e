import { allow, exemption, sequence } from '@netposture/network/graph';
import { EVERYWHERE, openNetwork } from './ground.ts';
import { type World, world } from './world.ts';

/** What a rule matches: families, prefixes, ports, protocols, and packets that no filter sees. */
export const matchingWorlds: readonly World[] = [
  world('a server admits from the internet what its filter admits, and nothing else', (acme) => {
    const { subnet } = openNetwork(acme);
    const web = acme.filter('web', { ingress: [allow('tcp/443', '0.0.0.0/0')] });
    acme.server('web-1', { subnet, inside: '10.0.0.10', outside: '8.8.8.10', filters: [web] });
    return [
      `tcp/443   internet  web-1
       internet  .         yes
       web-1     no        .`,
      `tcp/22    internet  web-1
       internet  .         no
       web-1     no        .`,
    ];
  }),
  world('an IPv4 rule admits no IPv6 packet', (acme) => {
    const { subnet } = openNetwork(acme);
    const ssh = acme.filter('ssh', { ingress: [allow('tcp/22', '0.0.0.0/0')] });
    acme.server('v6-only', { subnet, inside: '2a05:d014::10', filters: [ssh] });
    return [
      `tcp/22    internet  v6-only
       internet  .         no
       v6-only   no        .`,
    ];
  }),
  world('a server without public IPv4 is open over IPv6', (acme) => {
    const { subnet } = openNetwork(acme);
    const ssh = acme.filter('ssh', { ingress: [allow('tcp/22', '::/0')] });
    const inside = ['10.0.0.10', '2a05:d014::10'];
    acme.server('dual', { subnet, inside, filters: [ssh] });
    return [
      `tcp/22    internet  dual
       internet  .         yes
       dual      no        .`,
    ];
  }),
  world('a /1 pair admits the whole internet', (acme) => {
    const { subnet } = openNetwork(acme);
    const halves = acme.filter('halves', {
      ingress: [allow('tcp/22', '0.0.0.0/1'), allow('tcp/22', '128.0.0.0/1')],
    });
    acme.server('bastion', { subnet, inside: '10.0.0.5', outside: '8.8.8.5', filters: [halves] });
    return [
      `tcp/22         internet  200.200.200.200  bastion
       internet       .         .                yes
       200.200.200.200  .       .                yes
       bastion        no        no               .`,
    ];
  }),
  world('a rule for an office admits the office and no stranger', (acme) => {
    const { subnet } = openNetwork(acme);
    const office = acme.filter('office', { ingress: [allow('tcp/22', '8.8.4.0/24')] });
    acme.server('bastion', { subnet, inside: '10.0.0.5', outside: '8.8.8.5', filters: [office] });
    return [
      `tcp/22    internet  8.8.4.4  bastion
       internet  .         .        no
       8.8.4.4   .         .        yes
       bastion   no        no       .`,
    ];
  }),
  world('port 0 is one port, not all of them', (acme) => {
    const { subnet } = openNetwork(acme);
    const zero = acme.filter('zero', { ingress: [allow('tcp/0', EVERYWHERE)] });
    acme.server('odd', { subnet, inside: '10.0.0.7', outside: '8.8.8.7', filters: [zero] });
    return [
      `tcp/22    internet  odd
       internet  .         no
       odd       no        .`,
      `tcp/0     internet  odd
       internet  .         yes
       odd       no        .`,
    ];
  }),
  world('an open ping opens no port', (acme) => {
    const { subnet } = openNetwork(acme);
    const ping = acme.filter('ping', { ingress: [allow('icmp/8', '0.0.0.0/0')] });
    acme.server('quiet', { subnet, inside: '10.0.0.8', outside: '8.8.8.8', filters: [ping] });
    return [
      `icmp/8/0  internet  quiet
       internet  .         yes
       quiet     no        .`,
      `tcp/8     internet  quiet
       internet  .         no
       quiet     no        .`,
      `icmp/13/0  internet  quiet
       internet   .         no
       quiet      no        .`,
    ];
  }),
  world('a rule for a protocol without ports admits all of it and nothing else', (acme) => {
    const { subnet } = openNetwork(acme);
    const esp = acme.filter('esp', { ingress: [allow('protocol/50', EVERYWHERE)] });
    acme.server('tunnel', { subnet, inside: '10.0.0.9', outside: '8.8.8.9', filters: [esp] });
    return [
      `protocol/50  internet  tunnel
       internet     .         yes
       tunnel       no        .`,
      `protocol/47  internet  tunnel
       internet     .         no
       tunnel       no        .`,
      `tcp/443      internet  tunnel
       internet     .         no
       tunnel       no        .`,
    ];
  }),
  world('a disabled rule has no effect', (acme) => {
    const { subnet } = openNetwork(acme);
    const off = acme.filter('off', {
      ingress: [allow('tcp/22', EVERYWHERE, { disabled: true })],
    });
    acme.server('safe', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', filters: [off] });
    return [
      `tcp/22    internet  safe
       internet  .         no
       safe      no        .`,
    ];
  }),
  world('a rule for others opens nothing here', (acme) => {
    const { subnet } = openNetwork(acme);
    const rules = acme.filter('rules', {
      ingress: [
        allow('tcp/22', EVERYWHERE, {
          targets: {
            kind: 'labels',
            match: [{ key: 'role', operator: 'in', values: ['bastion'] }],
          },
        }),
      ],
    });
    const common = { subnet, filters: [rules] };
    acme.server('bastion', {
      ...common,
      inside: '10.0.0.5',
      outside: '8.8.8.5',
      labels: { role: 'bastion' },
    });
    acme.server('web', { ...common, inside: '10.0.0.6', outside: '8.8.8.6' });
    return [
      `tcp/22    internet  bastion  web
       internet  .         yes      no
       bastion   no        .        no
       web       no        no       .`,
    ];
  }),
  world('a filter that nobody carries opens nothing', (acme) => {
    const { subnet } = openNetwork(acme);
    acme.filter('open to the world', { ingress: [allow('any', EVERYWHERE)] });
    const closed = acme.filter('closed');
    acme.server('web', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', filters: [closed] });
    return [
      `tcp/22    internet  web
       internet  .         no
       web       no        .`,
    ];
  }),
  world('with nothing attached everything is admitted', (acme) => {
    const { subnet } = openNetwork(acme);
    const bare = { subnet, layers: [sequence([])] };
    acme.server('bare', { ...bare, inside: '10.0.0.6', outside: '8.8.8.6' });
    return [
      `tcp/22    internet  bare
       internet  .         yes
       bare      yes       .`,
    ];
  }),
  world('the resolver answers past a filter that refuses everything', (acme) => {
    const { subnet } = openNetwork(acme);
    const closed = acme.filter('closed', {
      exemptions: [exemption('egress', 'udp/53', '10.0.0.2')],
    });
    acme.server('web', { subnet, inside: '10.0.0.6', filters: [closed] });
    acme.interface('resolver', { subnet, inside: '10.0.0.2' });
    return [
      `udp/53    internet  web  resolver
       internet  .         no   no
       web       no        .    yes
       resolver  no        no   .`,
      `tcp/443   internet  web  resolver
       internet  .         no   no
       web       no        .    no
       resolver  no        no   .`,
    ];
  }),
  world('traffic that a filter may not see leaves doubt where it would be refused', (acme) => {
    const { subnet } = openNetwork(acme);
    const listed = acme.filter('listed', {
      egress: [allow('tcp/443', EVERYWHERE)],
      exemptions: [exemption('egress', 'udp/53', '9.9.9.0/24', 'undetermined')],
    });
    acme.server('web', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', filters: [listed] });
    return [
      `udp/53    internet  8.8.4.4  web
       internet  .         .        no
       8.8.4.4   .         .        no
       web       ?         no       .`,
    ];
  }),
  world('a rule for one of a server’s addresses does not open the other', (acme) => {
    const { subnet } = openNetwork(acme);
    const own = acme.filter('own', {
      ingress: [allow('tcp/443', EVERYWHERE, { own: '10.0.0.7' })],
    });
    const addresses = [{ inside: '10.0.0.6', outside: '8.8.8.6' }, { inside: '10.0.0.7' }];
    acme.server('two', { subnet, addresses, filters: [own] });
    acme.server('neighbour', { subnet, inside: '10.0.0.9' });
    return [
      `tcp/443    internet  two  neighbour
       internet   .         no   no
       two        no        .    no
       neighbour  no        yes  .`,
    ];
  }),
];
