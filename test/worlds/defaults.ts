import { allow, deny, enforcedAs, pool, undetermined, unknown } from '@netposture/network/graph';
import { EVERYWHERE, openNetwork } from './ground.ts';
import { type World, world } from './world.ts';

/** What filters say where no rule speaks, and filters that are not simply in force. */
export const defaultWorlds: readonly World[] = [
  world('without an egress rule nothing leaves', (acme) => {
    const { subnet } = openNetwork(acme);
    const filter = acme.filter('allow list', { ingress: [allow('any', EVERYWHERE)] });
    acme.server('mute', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', filters: [filter] });
    return [
      `tcp/443   internet  mute
       internet  .         yes
       mute      no        .`,
    ];
  }),
  world('egress is free until the first egress rule', (acme) => {
    const { subnet } = openNetwork(acme);
    const defaults = 'allow-until-egress-rule';
    const free = acme.filter('free', { defaults });
    const listed = acme.filter('listed', { defaults, egress: [allow('tcp/443', EVERYWHERE)] });
    acme.server('free', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', filters: [free] });
    acme.server('listed', { subnet, inside: '10.0.0.7', outside: '8.8.8.7', filters: [listed] });
    return [
      `tcp/443   internet  free  listed
       internet  .         no    no
       free      yes       .     no
       listed    yes       no    .`,
      `tcp/25    internet  free  listed
       internet  .         no    no
       free      yes       .     no
       listed    no        no    .`,
    ];
  }),
  world('without any rule ingress is closed and egress open', (acme) => {
    const { subnet } = openNetwork(acme);
    const implied = acme.filter('implied', { defaults: 'deny-ingress' });
    acme.server('vm', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', filters: [implied] });
    return [
      `tcp/443   internet  vm
       internet  .         no
       vm        yes       .`,
    ];
  }),
  world('two filters admit what either of them admits', (acme) => {
    const { subnet } = openNetwork(acme);
    const strict = acme.filter('strict', { ingress: [allow('tcp/22', '8.8.4.0/24')] });
    const lax = acme.filter('lax', { ingress: [allow('tcp/22', EVERYWHERE)] });
    const filters = [strict, lax];
    acme.server('both', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', filters });
    return [
      `tcp/22    internet  both
       internet  .         yes
       both      no        .`,
    ];
  }),
  world('every layer must allow', (acme) => {
    const { subnet } = openNetwork(acme);
    const open = acme.filter('open', { ingress: [allow('any', EVERYWHERE)], defaults: 'allow' });
    const closed = acme.filter('closed', { defaults: 'deny-ingress' });
    const layers = [pool([open]), pool([closed])];
    acme.server('layered', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', layers });
    return [
      `tcp/22    internet  layered
       internet  .         no
       layered   yes       .`,
    ];
  }),
  world('a pending filter leaves doubt only about what it would change', (acme) => {
    const { subnet } = openNetwork(acme);
    const web = acme.filter('web', {
      defaults: 'deny-ingress',
      ingress: [allow('tcp/443', EVERYWHERE)],
    });
    const filters = [enforcedAs('pending', web)];
    acme.server('new', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', filters });
    return [
      `tcp/443   internet  new
       internet  .         yes
       new       yes       .`,
      `tcp/22    internet  new
       internet  .         ?
       new       yes       .`,
    ];
  }),
  world('a filter that is being removed leaves the same doubt', (acme) => {
    const { subnet } = openNetwork(acme);
    const closed = acme.filter('closed', { defaults: 'deny-ingress' });
    const filters = [enforcedAs('removing', closed)];
    acme.server('old', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', filters });
    return [
      `tcp/22    internet  old
       internet  .         ?
       old       yes       .`,
    ];
  }),
  world('a filter that could not be put in force protects nothing', (acme) => {
    const { subnet } = openNetwork(acme);
    const closed = acme.filter('closed');
    const filters = [enforcedAs('failed', closed)];
    acme.server('bare', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', filters });
    return [
      `tcp/22    internet  bare
       internet  .         yes
       bare      yes       .`,
    ];
  }),
  world(
    'a pending filter beside one in force leaves doubt about what it alone would admit',
    (acme) => {
      const { subnet } = openNetwork(acme);
      const web = acme.filter('web', { ingress: [allow('tcp/443', EVERYWHERE)] });
      const ssh = acme.filter('ssh', { ingress: [allow('tcp/22', EVERYWHERE)] });
      const filters = [web, enforcedAs('pending', ssh)];
      acme.server('two', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', filters });
      return [
        `tcp/443   internet  two
       internet  .         yes
       two       no        .`,
        `tcp/22    internet  two
       internet  .         ?
       two       no        .`,
        `tcp/25    internet  two
       internet  .         no
       two       no        .`,
      ];
    },
  ),
  world('a filter that cannot be seen leaves doubt about all that the others refuse', (acme) => {
    const { subnet } = openNetwork(acme);
    const web = acme.filter('web', { ingress: [allow('tcp/443', EVERYWHERE)] });
    const filters = [web, acme.unseen('filter', 'foreign')];
    acme.server('shared', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', filters });
    return [
      `tcp/443   internet  shared
       internet  .         yes
       shared    ?         .`,
      `tcp/22    internet  shared
       internet  .         ?
       shared    ?         .`,
    ];
  }),
  world('filters that could not be read leave doubt about everything', (acme) => {
    const { subnet } = openNetwork(acme);
    const layers = [unknown('the firewalls of the server could not be read')];
    acme.server('dark', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', layers });
    return [
      `tcp/22    internet  dark
       internet  .         ?
       dark      ?         .`,
    ];
  }),
  world(
    'rules that are only partly known leave doubt about what the known ones do not allow',
    (acme) => {
      const { subnet } = openNetwork(acme);
      const web = acme.filter('web', {
        ingress: [allow('tcp/443', EVERYWHERE)],
        incomplete: unknown('the last page of rules is missing'),
      });
      acme.server('half', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', filters: [web] });
      return [
        `tcp/443   internet  half
       internet  .         yes
       half      ?         .`,
        `tcp/22    internet  half
       internet  .         ?
       half      ?         .`,
      ];
    },
  ),
  world('an allow from an unknown peer leaves doubt only about what was refused', (acme) => {
    const { subnet } = openNetwork(acme);
    const rules = acme.filter('rules', {
      ingress: [allow('tcp/443', EVERYWHERE), allow('tcp/22-443', undetermined())],
    });
    acme.server('web', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', filters: [rules] });
    return [
      `tcp/443   internet  web
       internet  .         yes
       web       no        .`,
      `tcp/22    internet  web
       internet  .         ?
       web       no        .`,
      `tcp/5432  internet  web
       internet  .         no
       web       no        .`,
    ];
  }),
  world('a deny from an unknown peer leaves doubt only about what was allowed', (acme) => {
    const { subnet } = openNetwork(acme);
    const rules = acme.filter('rules', {
      combination: 'deny-overrides',
      ingress: [allow('tcp/443', EVERYWHERE), deny('tcp/22-443', undetermined())],
    });
    acme.server('web', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', filters: [rules] });
    return [
      `tcp/443   internet  web
       internet  .         ?
       web       no        .`,
      `tcp/22    internet  web
       internet  .         no
       web       no        .`,
    ];
  }),
];
