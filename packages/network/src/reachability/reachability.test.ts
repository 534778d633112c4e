import { expect, test } from 'vitest';
import { allow, build, local, membersOf, toGateway } from '../graph/build.ts';
import { link } from '../graph/link.ts';
import { AddressSet, PortSet, TransportSet } from '../netset/index.ts';
import { Reachability } from './reachability.ts';
import { renderExplanation } from './render-explanation.ts';

const internetHost = AddressSet.parse('8.8.8.8');

function workedNetwork() {
  const world = build('acme');
  const vpc = world.network('vpc', { ranges: '10.0.0.0/16' });
  const gateway = world.internetGateway('igw', { networks: [vpc] });
  const table = world.routeTable('main', {
    routes: [local('10.0.0.0/16'), toGateway('0.0.0.0/0', gateway)],
  });
  const subnet = world.subnet('a', { network: vpc, ranges: '10.0.1.0/24', routeTable: table });
  const webGroup = world.filter('web', {
    ingress: [allow('tcp/443', '0.0.0.0/0')],
    egress: [allow('any', '0.0.0.0/0')],
  });
  const dbGroup = world.filter('db', { ingress: [allow('tcp/5432', membersOf(webGroup))] });
  const web = world.server('web-1', {
    subnet,
    inside: '10.0.1.10',
    outside: '198.18.0.10',
    filters: [webGroup],
  });
  const db = world.database('orders', {
    subnet,
    inside: '10.0.1.20',
    filters: [dbGroup],
    listens: 'tcp/5432',
  });
  const linked = link(world.graph());
  return { reachability: new Reachability(linked), web: [web.interface.id], db: [db.interface.id] };
}

test('a server with a public address, a gateway and an open port is reached from the internet, and answers', () => {
  const { reachability, web } = workedNetwork();

  const answer = reachability.reach({
    from: { interfaces: [], external: internetHost },
    to: { interfaces: web, throughBalancers: true },
  });

  expect(answer.conversable.allowed.transports().toString()).toBe('tcp 443');
  expect(answer.delivered.allowed.destinations().toString()).toBe('198.18.0.10/32');
  expect(answer.delivered.undetermined.isEmpty).toBe(true);
});

test('a database without a public address is not reached from the internet', () => {
  const { reachability, db } = workedNetwork();

  const answer = reachability.reach({
    from: { interfaces: [], external: internetHost },
    to: { interfaces: db, throughBalancers: true },
  });

  expect(answer.delivered.allowed.isEmpty).toBe(true);
  expect(answer.delivered.undetermined.isEmpty).toBe(true);
});

test('a group that admits the members of another group is reached by them alone, on the admitted port', () => {
  const { reachability, web, db } = workedNetwork();

  const answer = reachability.reach({
    from: { interfaces: web },
    to: { interfaces: db, throughBalancers: true },
    transport: TransportSet.tcp(),
  });

  expect(answer.conversable.allowed.transports().toString()).toBe('tcp 5432');
});

test('a filter without egress rules refuses what its members send', () => {
  const { reachability, web, db } = workedNetwork();

  const question = {
    from: { interfaces: db },
    to: { interfaces: web, throughBalancers: true },
    transport: TransportSet.tcp(PortSet.of(443)),
  };

  expect(reachability.reach(question).delivered.allowed.isEmpty).toBe(true);
  const refusals = reachability
    .paths(question)
    .flatMap(({ hops }) => hops.filter(({ verdict }) => verdict === 'denied'));
  expect(refusals.map(({ disposition }) => disposition)).toContain('refused-egress');
});

test('an explanation names the hop that alone refuses, and an allowed packet names the rule that admits it', () => {
  const { reachability, web, db } = workedNetwork();
  const one = TransportSet.tcp(PortSet.of(5432), PortSet.of(40000));

  const allowed = reachability.explain(
    { from: { interfaces: web }, to: { interfaces: db, throughBalancers: true }, transport: one },
    true,
  );
  const refused = reachability.explain(
    {
      from: { interfaces: web },
      to: { interfaces: db, throughBalancers: true },
      transport: TransportSet.tcp(PortSet.of(22), PortSet.of(40000)),
    },
    true,
  );

  expect(allowed && renderExplanation(reachability.linked, allowed)).toMatchInlineSnapshot(`
    [
      "1. + web-1 (web-1/eth0) sends tcp 10.0.1.10:40000 -> 10.0.1.20:5432",
      "2. + web-1 (web-1/eth0), egress: filter web: rule "allow any 0.0.0.0/0" admits tcp 10.0.1.10:40000 -> 10.0.1.20:5432",
      "3. + route table main: 10.0.0.0/16 to local",
      "4. + orders (orders/eth0), ingress: filter db: rule "allow tcp 5432 members of web" admits tcp 10.0.1.10:40000 -> 10.0.1.20:5432",
      "5. + orders (orders/eth0): listens to tcp/5432",
      "6. + reply: route table main: leads to 10.0.1.10",
      "=> allowed",
    ]
  `);
  expect(refused && renderExplanation(reachability.linked, refused)).toMatchInlineSnapshot(`
    [
      "1. + web-1 (web-1/eth0) sends tcp 10.0.1.10:40000 -> 10.0.1.20:22",
      "2. + web-1 (web-1/eth0), egress: filter web: rule "allow any 0.0.0.0/0" admits tcp 10.0.1.10:40000 -> 10.0.1.20:22",
      "3. + route table main: 10.0.0.0/16 to local",
      "4. x orders (orders/eth0), ingress: filter db: no rule admits tcp 10.0.1.10:40000 -> 10.0.1.20:22",
      "5. x orders (orders/eth0): nothing listens to tcp/22",
      "=> denied, refused-ingress",
    ]
  `);
});

test('the smallest change that closes an allowed path is the removal of the one rule that admits it', () => {
  const { reachability, web, db } = workedNetwork();

  const change = reachability.smallestChange({
    from: { interfaces: web },
    to: { interfaces: db, throughBalancers: true },
    transport: TransportSet.tcp(PortSet.of(5432)),
  });

  expect(change?.changes.map(({ kind, rule }) => [kind, rule.label])).toEqual([
    ['remove', 'allow tcp 5432 members of web'],
  ]);
  expect(change?.alsoCloses.isEmpty).toBe(true);
});
