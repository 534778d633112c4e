import {
  allow,
  deny,
  type FilterOptions,
  gotoNext,
  sequence,
  undetermined,
  undeterminedAction,
} from '@netposture/network/graph';
import { EVERYWHERE, openNetwork } from './ground.ts';
import { type World, world } from './world.ts';

const DENY_OVERRIDES: FilterOptions = { combination: 'deny-overrides' };
const IN_ORDER: FilterOptions = { combination: 'priority-with-goto', defaults: 'goto-next' };

/** Where rules contradict each other: denies that override, priorities, and filters one after the other. */
export const denyWorlds: readonly World[] = [
  world('a deny in one filter beats the allow in another', (acme) => {
    const { subnet } = openNetwork(acme);
    const open = acme.filter('open', { ...DENY_OVERRIDES, ingress: [allow('tcp/22', EVERYWHERE)] });
    const except = acme.filter('except', {
      ...DENY_OVERRIDES,
      ingress: [deny('tcp/22', '8.8.4.0/24')],
    });
    const filters = [open, except];
    acme.server('web', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', filters });
    return [
      `tcp/22    internet  8.8.4.4  web
       internet  .         .        yes
       8.8.4.4   .         .        no
       web       no        no       .`,
    ];
  }),
  world('a deny of all IPv4 leaves IPv6 open', (acme) => {
    const { subnet } = openNetwork(acme);
    const rules = acme.filter('rules', {
      ...DENY_OVERRIDES,
      ingress: [allow('tcp/22', EVERYWHERE), deny('tcp/22', '0.0.0.0/0')],
    });
    const addresses = [{ inside: '10.0.0.6', outside: '8.8.8.6' }, { inside: '2a05:d014::6' }];
    acme.server('dual', { subnet, addresses, filters: [rules] });
    return [
      `tcp/22      internet  9.9.9.9  2620:fe::9  dual
       internet    .         .        .           yes
       9.9.9.9     .         .        .           no
       2620:fe::9  .         .        .           yes
       dual        no        no       no          .`,
    ];
  }),
  world('a deny of somebody unknown leaves everything in doubt that was open', (acme) => {
    const { subnet } = openNetwork(acme);
    const rules = acme.filter('rules', {
      ...DENY_OVERRIDES,
      ingress: [allow('tcp/22', EVERYWHERE), deny('tcp/22', undetermined('no source is given'))],
    });
    acme.server('web', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', filters: [rules] });
    return [
      `tcp/22    internet  web
       internet  .         ?
       web       no        .`,
      `tcp/443   internet  web
       internet  .         no
       web       no        .`,
    ];
  }),
  world('a filter of denies only is closed', (acme) => {
    const { subnet } = openNetwork(acme);
    const rules = acme.filter('rules', {
      ...DENY_OVERRIDES,
      ingress: [deny('tcp/22', EVERYWHERE)],
    });
    acme.server('web', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', filters: [rules] });
    return [
      `tcp/443   internet  web
       internet  .         no
       web       no        .`,
    ];
  }),
  world('a rule whose action is not known leaves doubt', (acme) => {
    const { subnet } = openNetwork(acme);
    const rules = acme.filter('rules', {
      ...DENY_OVERRIDES,
      ingress: [allow('tcp/443', EVERYWHERE), undeterminedAction('tcp/22', EVERYWHERE)],
    });
    acme.server('web', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', filters: [rules] });
    return [
      `tcp/443   internet  web
       internet  .         yes
       web       no        .`,
      `tcp/22    internet  web
       internet  .         ?
       web       no        .`,
    ];
  }),
  world('a stateful deny of ingress does not stop replies to what was sent', (acme) => {
    const { subnet } = openNetwork(acme);
    const rules = acme.filter('rules', {
      ...DENY_OVERRIDES,
      ingress: [deny('any', EVERYWHERE)],
      egress: [allow('tcp/443', EVERYWHERE)],
    });
    acme.server('client', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', filters: [rules] });
    return [
      `tcp/443   internet  client
       internet  .         no
       client    yes       .`,
    ];
  }),
  world('a stronger priority decides, whatever is listed first', (acme) => {
    const { subnet } = openNetwork(acme);
    const rules = acme.filter('rules', {
      combination: 'priority-with-goto',
      ingress: [
        allow('tcp/22', EVERYWHERE, { priority: 1000 }),
        deny('tcp/22', EVERYWHERE, { priority: 900 }),
        allow('tcp/80-443', EVERYWHERE, { priority: 1000 }),
        deny('tcp/80-443', EVERYWHERE, { priority: 1001 }),
      ],
    });
    acme.server('vm', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', filters: [rules] });
    return [
      `tcp/22    internet  vm
       internet  .         no
       vm        no        .`,
      `tcp/443   internet  vm
       internet  .         yes
       vm        no        .`,
    ];
  }),
  world('of equal priority the deny wins', (acme) => {
    const { subnet } = openNetwork(acme);
    const rules = acme.filter('rules', {
      combination: 'priority-with-goto',
      ingress: [
        allow('tcp/22', EVERYWHERE, { priority: 1000 }),
        deny('tcp/22', EVERYWHERE, { priority: 1000 }),
      ],
    });
    acme.server('vm', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', filters: [rules] });
    return [
      `tcp/22    internet  vm
       internet  .         no
       vm        no        .`,
    ];
  }),
  world('a deny further up cannot be opened further down', (acme) => {
    const { subnet } = openNetwork(acme);
    const company = acme.filter('company', { ...IN_ORDER, ingress: [deny('tcp/22', EVERYWHERE)] });
    const project = acme.filter('project', { ...IN_ORDER, ingress: [allow('any', EVERYWHERE)] });
    const layers = [sequence([company, project])];
    acme.server('vm', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', layers });
    return [
      `tcp/22    internet  vm
       internet  .         no
       vm        no        .`,
      `tcp/443   internet  vm
       internet  .         yes
       vm        no        .`,
    ];
  }),
  world('an allow further up cannot be closed further down', (acme) => {
    const { subnet } = openNetwork(acme);
    const company = acme.filter('company', { ...IN_ORDER, ingress: [allow('tcp/22', EVERYWHERE)] });
    const project = acme.filter('project', { ...IN_ORDER, ingress: [deny('any', EVERYWHERE)] });
    const layers = [sequence([company, project])];
    acme.server('vm', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', layers });
    return [
      `tcp/22    internet  vm
       internet  .         yes
       vm        no        .`,
      `tcp/443   internet  vm
       internet  .         no
       vm        no        .`,
    ];
  }),
  world('only what is passed on is asked further down', (acme) => {
    const { subnet } = openNetwork(acme);
    const company = acme.filter('company', {
      ...IN_ORDER,
      ingress: [
        gotoNext('any', '10.0.0.0/8', { priority: 1 }),
        deny('any', EVERYWHERE, { priority: 2 }),
      ],
      egress: [allow('any', EVERYWHERE)],
    });
    const project = acme.filter('project', { ...IN_ORDER, ingress: [allow('any', EVERYWHERE)] });
    const layers = [sequence([company, project])];
    acme.server('vm', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', layers });
    acme.server('peer', { subnet, inside: '10.0.0.7', layers });
    return [
      `tcp/22    internet  vm   peer
       internet  .         no   no
       vm        yes       .    yes
       peer      no        yes  .`,
    ];
  }),
  world(
    'the end of the sequence is closed inwards and open outwards where its owner says so',
    (acme) => {
      const { subnet } = openNetwork(acme);
      const silent = acme.filter('silent', IN_ORDER);
      const layers = [sequence([silent], { atEnd: { ingress: 'deny', egress: 'allow' } })];
      acme.server('vm', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', layers });
      return [
        `tcp/22    internet  vm
       internet  .         no
       vm        yes       .`,
      ];
    },
  ),
  world('with only IPv4 rules IPv6 falls through to the end of the sequence', (acme) => {
    const { subnet } = openNetwork(acme);
    const rules = acme.filter('rules', { ...IN_ORDER, ingress: [allow('tcp/22', '0.0.0.0/0')] });
    const layers = [sequence([rules], { atEnd: { ingress: 'deny', egress: 'allow' } })];
    acme.server('vm', { subnet, inside: '2a05:d014::6', layers });
    return [
      `tcp/22    internet  vm
       internet  .         no
       vm        yes       .`,
    ];
  }),
];
