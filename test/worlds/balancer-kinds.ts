import { allow, listener, target, unknown } from '@netposture/network/graph';
import { closedNetwork, EVERYWHERE, frontAndBack, openNetwork } from './ground.ts';
import { type World, world } from './world.ts';

const _OUT = [allow('any', EVERYWHERE)];

/** Balancers that face nobody, are stopped, stand in a row, or belong to the provider. */
export const balancerKindWorlds: readonly World[] = [
  world(
    'a balancer that faces the internet without a route there receives and cannot answer',
    (acme) => {
      const { network, subnet } = closedNetwork(acme);
      acme.internetGateway('internet', { networks: [network] });
      const server = acme.server('app-1', { subnet, inside: '10.0.0.10' });
      acme.loadBalancer('front', {
        subnet,
        inside: '10.0.0.5',
        outside: '8.8.8.5',
        listeners: [listener('tcp/443', { targets: [target(server)] })],
      });
      return [
        `tcp/443   internet  app-1  front
       internet  .         lost   lost
       app-1     no        .      yes
       front     no        yes    .`,
      ];
    },
  ),
  world('an internal balancer exposes its targets to its own network only', (acme) => {
    const { subnet, back } = frontAndBack(acme);
    const app = acme.filter('app', { ingress: [allow('tcp/443', '10.0.0.5/32')] });
    const server = acme.server('app-1', { subnet: back, inside: '10.0.1.10', filters: [app] });
    acme.loadBalancer('inner', {
      subnet,
      inside: '10.0.0.5',
      listeners: [listener('tcp/443', { targets: [target(server)] })],
    });
    acme.server('client', { subnet: back, inside: '10.0.1.20' });
    return [
      `tcp/443   internet  app-1  client  inner
       internet  .         no     no      no
       app-1     no        .      no      no
       client    no        yes    .       yes
       inner     no        yes    yes     .`,
    ];
  }),
  world('neither a web filter nor an identity gate closes a port', (acme) => {
    const { subnet, back } = frontAndBack(acme);
    const server = acme.server('app-1', { subnet: back, inside: '10.0.1.10' });
    acme.loadBalancer('front', {
      subnet,
      inside: '10.0.0.5',
      outside: '8.8.8.5',
      webFilter: 'attached',
      identityGate: true,
      listeners: [listener('tcp/443', { targets: [target(server)] })],
    });
    return [
      `tcp/443   internet  app-1  front
       internet  .         yes    yes
       app-1     no        .      yes
       front     yes       yes    .`,
    ];
  }),
  world('a stopped server behind a balancer is not reached', (acme) => {
    const { subnet, back } = frontAndBack(acme);
    const off = acme.server('off', { subnet: back, inside: '10.0.1.10', state: 'stopped' });
    const on = acme.server('on', { subnet: back, inside: '10.0.1.11' });
    acme.loadBalancer('front', {
      subnet,
      inside: '10.0.0.5',
      outside: '8.8.8.5',
      listeners: [listener('tcp/443', { targets: [target(off), target(on)] })],
    });
    return [
      `tcp/443   internet  off  on   front
       internet  .         no   yes  yes
       off       no        .    no   no
       on        no        no   .    yes
       front     yes       no   yes  .`,
    ];
  }),
  world('a stopped balancer exposes nobody', (acme) => {
    const { subnet, back } = frontAndBack(acme);
    const server = acme.server('app-1', { subnet: back, inside: '10.0.1.10' });
    acme.loadBalancer('front', {
      subnet,
      inside: '10.0.0.5',
      outside: '8.8.8.5',
      state: 'stopped',
      listeners: [listener('tcp/443', { targets: [target(server)] })],
    });
    return [
      `tcp/443   internet  app-1  front
       internet  .         no     no
       app-1     no        .      no
       front     no        no     .`,
    ];
  }),
  world('targets that could not all be read expose only those that were', (acme) => {
    const { subnet, back } = frontAndBack(acme);
    const known = acme.server('known', { subnet: back, inside: '10.0.1.10' });
    acme.server('other', { subnet: back, inside: '10.0.1.11' });
    const targetsIncomplete = unknown('the second page of targets is missing');
    acme.loadBalancer('front', {
      subnet,
      inside: '10.0.0.5',
      outside: '8.8.8.5',
      listeners: [listener('tcp/443', { targets: [target(known)], targetsIncomplete })],
    });
    return [
      `tcp/443   internet  known  other  front
       internet  .         yes    no     yes
       known     no        .      yes    yes
       other     no        yes    .      yes
       front     yes       yes    yes    .`,
    ];
  }),
  world('a way to a target that is not modelled leaves doubt about that target', (acme) => {
    const { subnet, back } = frontAndBack(acme);
    const inspected = acme.server('inspected', { subnet: back, inside: '10.0.1.10' });
    const undetermined = unknown('an inspection endpoint stands between');
    acme.loadBalancer('front', {
      subnet,
      inside: '10.0.0.5',
      outside: '8.8.8.5',
      listeners: [listener('tcp/443', { targets: [target(inspected, { undetermined })] })],
    });
    return [
      `tcp/443    internet  inspected  front
       internet   .         ?          yes
       inspected  no        .          yes
       front      yes       yes        .`,
    ];
  }),
  world('through two balancers in a row the last target is reached', (acme) => {
    const { subnet, back } = frontAndBack(acme);
    const app = acme.filter('app', { ingress: [allow('tcp/8080', '10.0.1.5')] });
    const server = acme.server('app-1', { subnet: back, inside: '10.0.1.10', filters: [app] });
    const inner = acme.loadBalancer('inner', {
      subnet: back,
      inside: '10.0.1.5',
      listeners: [listener('tcp/443', { targets: [target(server, { port: 8080 })] })],
    });
    acme.loadBalancer('outer', {
      subnet,
      inside: '10.0.0.5',
      outside: '8.8.8.5',
      listeners: [listener('tcp/443', { targets: [target(inner.id, { sees: 'client' })] })],
    });
    return [
      `tcp/443   internet  app-1  inner  outer
       internet  .         yes    yes    yes
       app-1     no        .      no     no
       inner     no        yes    .      yes
       outer     yes       yes    yes    .`,
    ];
  }),
  world(
    'a rule for the provider’s proxies opens the target to everybody at the balancer',
    (acme) => {
      const proxies = '35.191.0.0/16,130.211.0.0/22';
      const { subnet } = openNetwork(acme);
      const app = acme.filter('app', { ingress: [allow('tcp/80', proxies)] });
      const server = acme.server('app-1', { subnet, inside: '10.0.0.10', filters: [app] });
      const space = acme.publicSpace('edge');
      const targets = [target(server, { port: 80, balancerAddresses: '35.191.0.0/28' })];
      acme.loadBalancer('global', {
        network: space,
        inside: '8.8.8.5',
        listeners: [listener('tcp/443', { targets })],
      });
      return [
        `tcp/443   internet  app-1  global
       internet  .         yes    yes
       app-1     no        .      no
       global    yes       .      .`,
      ];
    },
  ),
  world('behind a passthrough balancer replies need no default route', (acme) => {
    const { subnet } = closedNetwork(acme);
    const vm = acme.filter('vm', { ingress: [allow('tcp/5432', '0.0.0.0/0')] });
    const server = acme.server('vm-1', { subnet, inside: '10.0.0.10', filters: [vm] });
    acme.loadBalancer('forwarding', {
      network: acme.publicSpace('edge'),
      inside: '8.8.8.5',
      listeners: [listener('tcp/5432', { targets: [target(server, { sees: 'client' })] })],
    });
    return [
      `tcp/5432    internet  vm-1  forwarding
       internet    .         yes   yes
       vm-1        no        .     no
       forwarding  yes       .     .`,
    ];
  }),
];
