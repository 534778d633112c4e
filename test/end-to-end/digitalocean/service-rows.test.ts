import { describe, expect, it } from 'vitest';
import type {
  DatabaseDeclaration,
  LoadBalancerDeclaration,
  RuleDeclaration,
  TeamDeclaration,
} from '../../clouds/digitalocean/world.ts';
import * as naive from './misreadings.testkit.ts';
import { situationOf, team } from './scan.testkit.ts';

/** The edge rows of databases, balancers and clusters, each beside its naive neighbour and a naive reading. */

const VPC = { id: 'vpc', name: 'inner', range: '10.10.0.0/16' };
const ANY = ['0.0.0.0/0', '::/0'] as const;
const ALL_OUT: RuleDeclaration = { addresses: ANY };

/** One database in a VPC beside whatever else a row needs. */
function database(given: Partial<DatabaseDeclaration>, rest: Omit<TeamDeclaration, 'token'> = {}) {
  return team({
    vpcs: [VPC],
    databases: [{ id: 'orders', vpc: 'vpc', ...given }],
    ...rest,
  });
}

const ip = (value: string) => ({ type: 'ip_addr', value });

describe('DO-T01: a database without trusted sources is open, VPC or not', () => {
  it('is reached from the internet by its public host name', async () => {
    const situation = await situationOf(database({ trusted: [] }));

    expect(situation.conversable('8.8.8.8', 'orders', 'tcp 25060')).toBe('allowed');
    expect(situation.delivered('8.8.8.8', 'orders', 'tcp 22')).toBe('denied');
    expect(situation.record('service', 'orders').endpoints.map(({ name }) => name)).toEqual([
      'public',
      'private',
    ]);
  });

  it('but with one entry it is closed to all others', async () => {
    const neighbour = await situationOf(database({ trusted: [ip('8.8.4.4')] }));

    expect(neighbour.delivered('8.8.8.8', 'orders', 'tcp 25060')).toBe('denied');
    expect(neighbour.conversable('8.8.4.4', 'orders', 'tcp 25060')).toBe('allowed');
  });

  it('which a reading of the private end alone denies', async () => {
    const misread = (await situationOf(database({ trusted: [] }))).misread(
      naive.seesOnlyPrivateEnds,
    );

    expect(misread.delivered('8.8.8.8', 'orders', 'tcp 25060')).toBe('denied');
  });
});

describe('DO-T02: two halves of the internet are the internet', () => {
  const halves = [ip('0.0.0.0/1'), ip('128.0.0.0/1')];

  it('is open', async () => {
    const situation = await situationOf(database({ trusted: halves }));

    expect(situation.conversable('8.8.8.8', 'orders', 'tcp 25060')).toBe('allowed');
    expect(situation.conversable('200.0.0.1', 'orders', 'tcp 25060')).toBe('allowed');
  });

  it('but one half is one half', async () => {
    const neighbour = await situationOf(database({ trusted: [ip('128.0.0.0/1')] }));

    expect(neighbour.delivered('8.8.8.8', 'orders', 'tcp 25060')).toBe('denied');
  });

  it('which a reading of texts denies', async () => {
    const situation = await situationOf(database({ trusted: [...halves, ip('9.9.9.9')] }));

    const misread = situation.misread(naive.readsCidrTexts);
    // Without a rule that it understands, the reading takes the list for empty; with its default
    // closed it denies.
    expect(
      misread.misread(naive.readsNoListAsClosed).delivered('8.8.8.8', 'orders', 'tcp 25060'),
    ).toBe('denied');
  });
});

describe('DO-T03: a tag as trusted source admits all who have it now', () => {
  const members = Array.from({ length: 40 }, (_, index) => ({
    id: 100 + index,
    name: `web-${index}`,
    ipv4: `104.131.20.${index + 1}`,
    vpc: 'vpc',
    privateIp: `10.10.1.${index + 1}`,
    tags: index === 39 ? ['web', 'dev'] : ['web'],
  }));
  const world = database(
    { trusted: [{ type: 'tag', value: 'web' }] },
    {
      vpcs: [VPC],
      droplets: [
        ...members,
        { id: 1, name: 'other', ipv4: '104.131.10.1', vpc: 'vpc', privateIp: '10.10.0.11' },
        {
          id: 2,
          name: 'node',
          ipv4: '104.131.10.2',
          vpc: 'vpc',
          privateIp: '10.10.0.12',
          tags: ['web', 'k8s'],
        },
      ],
      clusters: [{ id: 'cluster', nodes: [2] }],
    },
  );

  it('admits every one of 40 Droplets, the one for development and the Kubernetes node', async () => {
    const situation = await situationOf(world);

    expect(situation.conversable('web-0', 'orders', 'tcp 25060')).toBe('allowed');
    expect(situation.conversable('web-39', 'orders', 'tcp 25060')).toBe('allowed');
    expect(situation.conversable('node', 'orders', 'tcp 25060')).toBe('allowed');
    expect(situation.conversable('104.131.20.40', 'orders', 'tcp 25060')).toBe('allowed');
  });

  it('but not a Droplet without the tag, of the same VPC', async () => {
    const situation = await situationOf(world);

    expect(situation.delivered('other', 'orders', 'tcp 25060')).toBe('denied');
    expect(situation.delivered('8.8.8.8', 'orders', 'tcp 25060')).toBe('denied');
  });

  it('and is undetermined for everybody where tags may not be seen', async () => {
    const [shop] = world.teams;
    const { token: _, ...rest } = shop ?? { token: '' };
    const neighbour = await situationOf(team({ ...rest, lacks: ['tag:read'] }));

    expect(neighbour.delivered('web-0', 'orders', 'tcp 25060')).toBe('undetermined');
    expect(neighbour.delivered('8.8.8.8', 'orders', 'tcp 25060')).toBe('undetermined');
  });

  it('which a reading without tags denies', async () => {
    const misread = (await situationOf(world))
      .misread(naive.overlooksSelectors)
      .misread(naive.readsNoListAsClosed);

    expect(misread.delivered('web-0', 'orders', 'tcp 25060')).toBe('denied');
  });
});

/** A Droplet with a database behind a balancer; its firewall has the given rules. */
function balanced(
  balancer: Partial<LoadBalancerDeclaration>,
  inbound: readonly RuleDeclaration[],
  droplet: { readonly vpc?: string } = { vpc: 'vpc' },
) {
  return team({
    vpcs: [VPC],
    droplets: [{ id: 2, name: 'db', ipv4: '104.131.10.2', privateIp: '10.10.0.12', ...droplet }],
    firewalls: [{ id: 'fw', droplets: [2], inbound, outbound: [ALL_OUT] }],
    loadBalancers: [
      {
        id: 'front',
        ip: '104.131.186.241',
        vpc: 'vpc',
        droplets: [2],
        rules: [{ listen: 13306, to: 3306 }],
        ...balancer,
      },
    ],
  });
}

const FROM_BALANCER: RuleDeclaration = { ports: '3306', balancers: ['front'] };

describe('DO-T10: a balancer that ends connections is who the firewall sees', () => {
  it('exposes the database at the listening port, though no client is admitted by the firewall', async () => {
    const situation = await situationOf(balanced({}, [FROM_BALANCER]));

    expect(situation.conversable('internet', 'db', 'tcp 13306')).toBe('allowed');
    expect(situation.exposed('8.8.8.8', 'db')).toEqual({
      addresses: '104.131.186.241/32',
      ports: 'tcp 13306',
    });
  });

  it('but not without the rule, and not at an internal balancer', async () => {
    const without = await situationOf(balanced({}, [{ ports: '3306', addresses: ['8.8.4.4/32'] }]));
    const internal = await situationOf(
      balanced({ network: 'INTERNAL', ip: '10.10.0.5' }, [FROM_BALANCER]),
    );

    expect(without.delivered('8.8.8.8', 'db', 'tcp 13306')).toBe('denied');
    expect(internal.delivered('8.8.8.8', 'db', 'tcp 13306')).toBe('denied');
  });

  it('is undetermined where a rule admits a part of the VPC, and denied where it admits a neighbour', async () => {
    const part = await situationOf(balanced({}, [{ ports: '3306', addresses: ['10.10.0.0/16'] }]));
    const neighbour = await situationOf(balanced({}, [{ ports: '3306', droplets: [2] }]));

    expect(part.delivered('8.8.8.8', 'db', 'tcp 13306')).toBe('undetermined');
    expect(neighbour.delivered('8.8.8.8', 'db', 'tcp 13306')).toBe('denied');
  });

  it('which a reading without balancers denies', async () => {
    const misread = (await situationOf(balanced({}, [FROM_BALANCER]))).misread(
      naive.overlooksBalancers,
    );

    expect(misread.delivered('internet', 'db', 'tcp 13306')).toBe('denied');
  });
});

describe('DO-T10, REGIONAL_NETWORK: a balancer that passes packets on leaves the client to the firewall', () => {
  const passing = (inbound: readonly RuleDeclaration[]) =>
    balanced({ type: 'REGIONAL_NETWORK', rules: [{ listen: 3306 }] }, inbound);

  it('is not reached by clients when only the balancer is admitted', async () => {
    const situation = await situationOf(passing([FROM_BALANCER]));

    expect(situation.delivered('8.8.8.8', 'db', 'tcp 3306')).toBe('denied');
  });

  it('but is when clients are, and then at the address of the Droplet as well', async () => {
    const neighbour = await situationOf(passing([{ ports: '3306', addresses: ['0.0.0.0/0'] }]));

    expect(neighbour.conversable('8.8.8.8', 'db', 'tcp 3306')).toBe('allowed');
    expect(neighbour.exposed('internet', 'db').addresses).toBe(
      '104.131.10.2/32,104.131.186.241/32',
    );
  });

  it('which a reading as a proxy allows', async () => {
    const misread = (await situationOf(passing([FROM_BALANCER]))).misread(
      naive.thinksEveryBalancerProxies,
    );

    expect(misread.delivered('8.8.8.8', 'db', 'tcp 3306')).toBe('allowed');
  });
});

describe('DO-T11: IPv6 in the lists of a balancer', () => {
  const front = (given: Partial<LoadBalancerDeclaration>) =>
    situationOf(balanced(given, [FROM_BALANCER]));
  const edge = ['cidr:173.245.48.0/20', 'cidr:2400:cb00::/32'];

  it('leaves open whether a list with IPv6 entries keeps anybody out of an IPv4 balancer', async () => {
    const situation = await front({ allow: edge });

    expect(situation.delivered('8.8.8.8', 'db', 'tcp 13306')).toBe('undetermined');
    expect(situation.delivered('173.245.48.9', 'db', 'tcp 13306')).toBe('allowed');
  });

  it('but a list of IPv4 alone does', async () => {
    const neighbour = await front({ allow: ['cidr:173.245.48.0/20'] });

    expect(neighbour.delivered('8.8.8.8', 'db', 'tcp 13306')).toBe('denied');
    expect(neighbour.delivered('173.245.48.9', 'db', 'tcp 13306')).toBe('allowed');
  });

  it('and on a balancer for both families IPv4 alone says nothing about IPv6', async () => {
    const both = { ipv6: '2604:a880::241' };
    const four = await front({ ...both, allow: ['cidr:173.245.48.0/20'] });
    const named = await front({ ...both, allow: edge });

    expect(four.delivered('2a00:1450::1', 'db', 'tcp 13306')).toBe('undetermined');
    expect(four.delivered('8.8.8.8', 'db', 'tcp 13306')).toBe('denied');
    expect(named.delivered('2a00:1450::1', 'db', 'tcp 13306')).toBe('denied');
  });

  it('which a reading that trusts the list denies', async () => {
    const misread = (await front({ allow: edge })).misread(naive.overlooksUnknownActions);

    expect(misread.delivered('8.8.8.8', 'db', 'tcp 13306')).toBe('denied');
  });
});

describe('DO-T12: a control plane without a firewall of its own', () => {
  const world = (allowedAddresses?: readonly string[]) =>
    team({
      clusters: [
        {
          id: 'shop-k8s',
          ipv4: '68.183.121.157',
          ...(allowedAddresses === undefined ? {} : { allowedAddresses }),
        },
      ],
    });

  it('is public', async () => {
    expect((await situationOf(world())).conversable('8.8.8.8', 'shop-k8s', 'tcp 443')).toBe(
      'allowed',
    );
  });

  it('also where it is highly available and tells no address', async () => {
    const situation = await situationOf(team({ clusters: [{ id: 'shop-k8s' }] }));

    expect(situation.conversable('8.8.8.8', 'shop-k8s', 'tcp 443')).toBe('allowed');
  });

  it('but not with allowed addresses', async () => {
    const neighbour = await situationOf(world(['8.8.4.0/24']));

    expect(neighbour.delivered('8.8.8.8', 'shop-k8s', 'tcp 443')).toBe('denied');
    expect(neighbour.delivered('8.8.4.4', 'shop-k8s', 'tcp 443')).toBe('allowed');
  });

  it('nor surely with a firewall that names nobody', async () => {
    const neighbour = await situationOf(world([]));

    expect(neighbour.delivered('8.8.8.8', 'shop-k8s', 'tcp 443')).toBe('undetermined');
  });

  it('which a reading of "no list" as closed denies', async () => {
    const misread = (await situationOf(world())).misread(naive.readsNoListAsClosed);

    expect(misread.delivered('8.8.8.8', 'shop-k8s', 'tcp 443')).toBe('denied');
  });
});

describe('DO-T13: a reserved IP leads in, and not surely out', () => {
  const world = (reserved: boolean) =>
    team({
      droplets: [
        { id: 1, name: 'web', ipv4: '104.131.10.1' },
        { id: 3, name: 'partner', ipv4: '104.131.10.3' },
      ],
      firewalls: [
        {
          id: 'partner',
          droplets: [3],
          inbound: [{ ports: '443', addresses: ['45.55.96.47'] }],
        },
      ],
      reservedIps: reserved ? [{ ip: '45.55.96.47', droplet: 1 }] : [{ ip: '45.55.96.47' }],
    });

  it('is a second address of the Droplet, counted once', async () => {
    const situation = await situationOf(world(true));

    expect(situation.exposed('internet', 'web').addresses).toBe('45.55.96.47/32,104.131.10.1/32');
    expect(situation.record('address', '45.55.96.47')).toMatchObject({
      stability: 'static',
      attachedTo: situation.record('interface', 'web/public').id,
      isEgressIdentity: { kind: 'unknown' },
    });
    expect(situation.record('address', '104.131.10.1')).toMatchObject({
      stability: 'ephemeral',
      isEgressIdentity: true,
    });
  });

  it('may be what the Droplet sends with, so that an allow-list entry for it is undetermined', async () => {
    expect((await situationOf(world(true))).delivered('web', 'partner', 'tcp 443')).toBe(
      'undetermined',
    );
  });

  it('but leads nowhere when it is idle', async () => {
    const neighbour = await situationOf(world(false));

    expect(neighbour.exposed('internet', 'web').addresses).toBe('104.131.10.1/32');
    expect(neighbour.delivered('web', 'partner', 'tcp 443')).toBe('denied');
    expect(neighbour.record('address', '45.55.96.47').attachedTo).toBeUndefined();
  });

  it('which a reading without reserved IPs overlooks', async () => {
    const misread = (await situationOf(world(true))).misread(naive.overlooksAddress('45.55.96.47'));

    expect(misread.exposed('internet', 'web').addresses).toBe('104.131.10.1/32');
  });
});

describe('trusted sources of a read replica', () => {
  const world = database({
    trusted: [ip('8.8.4.4')],
    replicas: [{ id: 'orders-read', trusted: [] }],
  });

  it('are its own: a closed primary has an open replica', async () => {
    const situation = await situationOf(world);

    expect(situation.delivered('8.8.8.8', 'orders', 'tcp 25060')).toBe('denied');
    expect(situation.conversable('8.8.8.8', 'orders-read', 'tcp 25060')).toBe('allowed');
  });

  it('are undetermined where they were not read', async () => {
    const situation = await situationOf(world, {
      faults: [{ at: '/databases/orders-read/firewall', fault: { kind: 'status', status: 403 } }],
    });

    expect(situation.delivered('8.8.8.8', 'orders-read', 'tcp 25060')).toBe('undetermined');
  });
});

describe('trusted sources', () => {
  const droplet = { id: 1, name: 'app', ipv4: '104.131.10.1', vpc: 'vpc', privateIp: '10.10.0.11' };

  it('keep out a neighbour in the VPC that they do not name', async () => {
    const named = database(
      { trusted: [{ type: 'droplet', value: '1' }] },
      {
        vpcs: [VPC],
        droplets: [
          droplet,
          { ...droplet, id: 2, name: 'other', ipv4: '104.131.10.2', privateIp: '10.10.0.12' },
        ],
      },
    );
    const situation = await situationOf(named);

    expect(situation.conversable('app', 'orders', 'tcp 25060')).toBe('allowed');
    expect(situation.delivered('other', 'orders', 'tcp 25060')).toBe('denied');
  });

  it('name the nodes of a cluster, by id', async () => {
    const situation = await situationOf(
      database(
        { trusted: [{ type: 'k8s', value: 'cluster' }] },
        { vpcs: [VPC], droplets: [droplet], clusters: [{ id: 'cluster', nodes: [1] }] },
      ),
    );

    expect(situation.conversable('app', 'orders', 'tcp 25060')).toBe('allowed');
    expect(situation.delivered('8.8.8.8', 'orders', 'tcp 25060')).toBe('denied');
  });

  it('name the dedicated addresses of an app, and nobody knows the shared ones', async () => {
    const trusted = [{ type: 'app', value: 'app' }];
    const dedicated = await situationOf(
      database(
        { trusted },
        { vpcs: [VPC], apps: [{ id: 'app', name: 'app', dedicatedIps: ['104.131.40.1'] }] },
      ),
    );
    const shared = await situationOf(
      database({ trusted }, { vpcs: [VPC], apps: [{ id: 'app', name: 'app' }] }),
    );

    expect(dedicated.delivered('104.131.40.1', 'orders', 'tcp 25060')).toBe('allowed');
    expect(dedicated.delivered('8.8.8.8', 'orders', 'tcp 25060')).toBe('denied');
    expect(shared.delivered('8.8.8.8', 'orders', 'tcp 25060')).toBe('undetermined');
  });

  it('of a kind that nobody has heard of are undetermined', async () => {
    const situation = await situationOf(database({ trusted: [{ type: 'vpc', value: 'vpc' }] }));

    expect(situation.delivered('8.8.8.8', 'orders', 'tcp 25060')).toBe('undetermined');
  });

  it('of an engine in preview are undetermined, empty or not', async () => {
    const open = await situationOf(database({ engine: 'advanced_pg', trusted: [] }));
    const closed = await situationOf(database({ engine: 'advanced_pg', trusted: [ip('8.8.4.4')] }));

    expect(open.delivered('8.8.8.8', 'orders', 'tcp 25060')).toBe('undetermined');
    expect(closed.delivered('8.8.8.8', 'orders', 'tcp 25060')).toBe('undetermined');
  });
});

describe('the lists of a balancer', () => {
  const front = (given: Partial<LoadBalancerDeclaration>) =>
    situationOf(balanced(given, [FROM_BALANCER]));

  it('keep out whom the deny list names, and nobody else', async () => {
    const situation = await front({ deny: ['cidr:8.8.8.0/24'] });

    expect(situation.delivered('8.8.8.8', 'db', 'tcp 13306')).toBe('denied');
    expect(situation.delivered('8.8.4.4', 'db', 'tcp 13306')).toBe('allowed');
    expect(situation.record('load-balancer', 'front').hasOwnFilter).toBe(true);
  });

  it('leave open who wins where both name an address', async () => {
    const situation = await front({ allow: ['cidr:8.8.0.0/16'], deny: ['ip:8.8.8.8'] });

    expect(situation.delivered('8.8.8.8', 'db', 'tcp 13306')).toBe('undetermined');
    expect(situation.delivered('8.8.4.4', 'db', 'tcp 13306')).toBe('allowed');
    expect(situation.delivered('9.9.9.9', 'db', 'tcp 13306')).toBe('denied');
  });
});
