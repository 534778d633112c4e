import fc from 'fast-check';
import {
  address,
  allow,
  anyOf,
  balanced,
  blackhole,
  build,
  deny,
  enforcedAs,
  exemption,
  type Graph,
  type GraphBuilder,
  gotoNext,
  groupMembers,
  labelled,
  listener,
  local,
  membersOf,
  type PeerSpec,
  pool,
  type RuleSpec,
  selected,
  sequence,
  target,
  these,
  toAttachment,
  toGateway,
  toInterface,
  toUnknown,
  undetermined,
  undeterminedAction,
  unknown,
} from './index.ts';

/** Draws a whole number below a bound. */
type Draw = (bound: number) => number;

/** Small graphs with every kind of record, every kind of selector and peer, and missing facts everywhere. */
export const randomGraph: fc.Arbitrary<Graph> = fc
  .array(fc.nat(), { minLength: 60, maxLength: 120 })
  .map((numbers) => randomBuilder(drawFrom(numbers)).graph());

/** The same choices in the same order give the same graph; when the numbers run out it goes round. */
function drawFrom(numbers: readonly number[]): Draw {
  let position = 0;
  return (bound) => (numbers[position++ % numbers.length] ?? 0) % bound;
}

function randomBuilder(draw: Draw): GraphBuilder {
  const world = build('acme', { labels: { owner: 'platform' } });
  const east = world.network('east', {
    ranges: ['10.0.0.0/16', 'fd00::/64'],
    flowLog: unknown('x'),
  });
  const west = world.network('west', { ranges: '10.1.0.0/16', isDefault: true });
  const space = world.publicSpace('space');
  const igw = world.internetGateway('igw', {
    networks: [east],
    state: draw(4) === 0 ? unknown('x') : 'active',
  });
  const peering = world.peering('peering', {
    networks: [east, west],
    state: (['active', 'inactive', unknown('x')] as const)[draw(3)] ?? 'active',
    supportsReferences: draw(4) > 0,
  });
  const hub = world.transit('hub', {
    supportsReferences: draw(2) > 0,
    carries: { addresses: '0.0.0.0/0', transport: 'tcp' },
    attachments: [
      { id: 'a', network: east, supportsReferences: draw(2) > 0 },
      {
        id: 'b',
        network: west,
        supportsReferences: true,
        state: draw(3) > 0 ? 'active' : 'inactive',
      },
    ],
  });
  const group = world.addressGroup('list', {
    addresses: ['192.0.2.0/24', '2001:db8::/48'],
    ...(draw(3) === 0 ? { incomplete: unknown('half read') } : {}),
  });
  const theirs = world.unseen('filter', 'theirs');
  const filters = ['f0', 'f1', 'f2'].map((name) => world.id('filter', name));
  const anyFilter = () => filters[draw(filters.length)] ?? theirs.id;
  const peer = (depth = 0): PeerSpec =>
    [
      () => `10.${draw(2)}.0.0/${8 + draw(24)}`,
      () =>
        membersOf(draw(5) === 0 ? theirs : anyFilter(), {
          through: ['peering', 'transit'],
          addresses: 'both',
        }),
      () => labelled({ env: draw(2) > 0 ? 'prod' : 'test' }, draw(2) > 0 ? { scope: east } : {}),
      () => groupMembers(group),
      () => undetermined('by country', draw(2) > 0 ? '198.51.100.0/24' : undefined),
      () =>
        selected(
          { kind: 'none-of', of: [{ kind: 'kinds', kinds: ['database'] }] },
          'primary-private',
        ),
      () => selected({ kind: 'names', patterns: ['s*'] }, 'public'),
      () =>
        selected({
          kind: 'all-of',
          of: [{ kind: 'accounts', accounts: ['acme'] }, { kind: 'everything' }],
        }),
      () => (depth > 1 ? '::/0' : anyOf(peer(depth + 1), peer(depth + 1))),
    ][draw(9)]?.() ?? 'none';
  const rule = (): RuleSpec => {
    const transport = ['any', 'tcp/22', 'udp/53', 'icmp/8', 'tcp 1024-65535>80'][draw(5)] ?? 'any';
    const options =
      draw(3) === 0 ? { priority: draw(3), own: '10.0.0.0/24', description: 'why' } : {};
    return (
      [allow, deny, gotoNext, undeterminedAction][draw(4)]?.(transport, peer(), options) ??
      allow('any', 'none')
    );
  };
  const rules = () => Array.from({ length: draw(4) }, rule);
  for (const name of ['f0', 'f1', 'f2']) {
    world.filter(name, {
      ingress: rules(),
      egress: rules(),
      combination:
        (['any-allow', 'deny-overrides', 'first-match', 'priority-with-goto'] as const)[draw(4)] ??
        'any-allow',
      defaults: (['deny', 'allow-until-egress-rule', 'goto-next'] as const)[draw(3)] ?? 'deny',
      ...(draw(3) === 0 ? { words: { noRule: { egress: 'free' }, together: 'or' } } : {}),
      exemptions: draw(2) > 0 ? [exemption('egress', 'udp/67', '169.254.0.0/16')] : [],
      ...(draw(5) === 0 ? { incomplete: unknown('half read') } : {}),
    });
  }
  const table = world.routeTable('table', {
    network: east,
    routes: [
      local('10.0.0.0/16'),
      toGateway('0.0.0.0/0', igw),
      ...balanced(toGateway('10.1.0.0/16', peering), toGateway('10.1.0.0/16', hub)),
      toAttachment('10.2.0.0/16', 'b'),
      blackhole('10.3.0.0/16', { sources: these(east) }),
      toInterface('10.4.0.0/16', world.id('interface', 's0/eth0')),
      toUnknown('10.5.0.0/16'),
    ],
  });
  const subnet = world.subnet('a', {
    network: east,
    ranges: '10.0.1.0/24',
    zone: 'z1',
    routeTable: draw(4) === 0 ? unknown('x') : table,
    filter: draw(2) > 0 ? anyFilter() : unknown('x'),
    internetBlock: draw(2) > 0 ? { direct: true } : unknown('x'),
  });
  world.natGateway('nat', { subnet, egress: draw(2) > 0 ? '198.51.100.7' : unknown('x') });
  const servers = [0, 1, 2, 3].map((n) =>
    world.server(`s${n}`, {
      labels: { env: draw(2) > 0 ? 'prod' : 'test' },
      ...(draw(2) > 0 ? { subnet } : { network: west }),
      inside: `10.0.1.${10 + n}`,
      ...(draw(2) > 0 ? { outside: `198.51.100.${10 + n}` } : {}),
      addresses:
        draw(2) > 0
          ? [address('2001:db8::1/64', { exact: draw(2) > 0, originates: unknown('x') })]
          : [],
      filters: draw(3) === 0 ? [enforcedAs('pending', anyFilter())] : [anyFilter()],
      layers: [[sequence([anyFilter()])], [unknown('x')], [pool([])], []][draw(4)] ?? [],
      metadataService: { enabled: true, tokensRequired: false, hopLimit: 2 },
      state: draw(4) === 0 ? unknown('x') : 'running',
    }),
  );
  world.server('edge', {
    network: space,
    inside: '198.51.100.99',
    noInternetIngress: 'switched off',
  });
  world.interface('orphan', {
    network: west,
    inside: '10.1.0.77',
    owner: world.id('workload', 'gone'),
    unmodelledIngress: unknown('x'),
  });
  world.database('orders', {
    subnet,
    inside: '10.0.1.128/25',
    exact: draw(2) > 0,
    listens: 'tcp/5432',
    admission: anyFilter(),
    tls: draw(2) > 0 ? 'required' : unknown('x'),
    publicSwitch: draw(2) > 0,
    failoverSubnets: draw(2) > 0 ? [subnet] : unknown('x'),
  });
  world.loadBalancer('front', {
    subnet,
    inside: '10.0.1.5',
    outside: '198.51.100.5',
    webFilter: 'none',
    listeners: [
      listener('tcp/443', {
        application: 'https',
        tls: { policy: 'p', offersTls13: true },
        targets: servers.map((server) => target(server, { port: draw(2) > 0 ? 8443 : 'same' })),
        ...(draw(3) === 0 ? { targetsIncomplete: unknown('x') } : {}),
      }),
    ],
  });
  world.ownedAddress('198.51.100.5', { stability: 'managed', isEgressIdentity: unknown('x') });
  world.appliance('box', { networks: [west] });
  world.coverage('listThings', draw(2) > 0 ? 'complete' : 'forbidden', {
    message: 'no permission',
  });
  return world;
}
