import { describe, expect, it } from 'vitest';
import type {
  DropletDeclaration,
  FirewallDeclaration,
  RuleDeclaration,
} from '../../clouds/digitalocean/world.ts';
import * as naive from './misreadings.testkit.ts';
import { situationOf, team } from './scan.testkit.ts';

/** The edge rows of Cloud Firewalls, each beside its naive neighbour and a naive reading. */

const VPC = { id: 'vpc', name: 'inner', range: '10.10.0.0/16' };
const WEB: DropletDeclaration = {
  id: 1,
  name: 'web',
  ipv4: '104.131.10.1',
  ipv6: '2604:a880::11',
  vpc: 'vpc',
  privateIp: '10.10.0.11',
};
const DB: DropletDeclaration = { id: 2, name: 'db', vpc: 'vpc', privateIp: '10.10.0.12' };
const ANY = ['0.0.0.0/0', '::/0'] as const;
const ALL_OUT: RuleDeclaration = { addresses: ANY };

/** One Droplet on the internet behind firewalls that are applied to it by id. */
function behind(...firewalls: readonly Omit<FirewallDeclaration, 'id'>[]) {
  return team({
    vpcs: [VPC],
    droplets: [WEB],
    firewalls: firewalls.map((one, index) => ({
      id: `fw-${index}`,
      outbound: [ALL_OUT],
      ...(one.tags ? {} : { droplets: [1] }),
      ...one,
    })),
  });
}

const inbound = (...rules: readonly RuleDeclaration[]) => behind({ inbound: rules });

describe('DO-T04: the ports "0" are all ports', () => {
  const world = inbound({ ports: '0', addresses: ANY });

  it('opens every TCP port', async () => {
    expect((await situationOf(world)).conversable('8.8.8.8', 'web', 'tcp 5432')).toBe('allowed');
  });

  it('and so do the words of other tools', async () => {
    const all = await situationOf(inbound({ ports: 'all', addresses: ANY }));
    const empty = await situationOf(inbound({ ports: '', addresses: ANY }));

    expect(all.delivered('8.8.8.8', 'web', 'tcp 5432')).toBe('allowed');
    expect(empty.delivered('8.8.8.8', 'web', 'tcp 5432')).toBe('allowed');
  });

  it('but not with one port', async () => {
    const neighbour = await situationOf(inbound({ ports: '22', addresses: ANY }));

    expect(neighbour.delivered('8.8.8.8', 'web', 'tcp 5432')).toBe('denied');
  });

  it('nor for another protocol', async () => {
    const situation = await situationOf(world);

    expect(situation.delivered('8.8.8.8', 'web', 'udp 5432')).toBe('denied');
    expect(situation.delivered('8.8.8.8', 'web', 'sctp 5432')).toBe('denied');
  });

  it('which a reading as port 0 denies', async () => {
    const misread = (await situationOf(world)).misread(naive.readsPortZero);

    expect(misread.delivered('8.8.8.8', 'web', 'tcp 5432')).toBe('denied');
  });
});

describe('DO-T05: without tag:read nobody knows which firewalls stand before a Droplet', () => {
  const firewall = { tags: ['web'], inbound: [{ ports: '443', addresses: ANY }] };
  const world = (lacks: readonly string[]) =>
    team({
      lacks,
      vpcs: [VPC],
      droplets: [{ ...WEB, tags: ['web'] }],
      firewalls: [{ id: 'fw', outbound: [ALL_OUT], ...firewall }],
    });

  it('leaves every packet undetermined', async () => {
    const situation = await situationOf(world(['tag:read']));

    expect(situation.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('undetermined');
    expect(situation.delivered('8.8.8.8', 'web', 'tcp 443')).toBe('undetermined');
  });

  it('names the missing scope', async () => {
    const { graph } = await situationOf(world(['tag:read']));

    const entry = graph.coverage.find(({ scope }) => scope.operation === 'tags');
    expect(entry).toMatchObject({ outcome: 'forbidden', missingPermission: 'tag:read' });
  });

  it('but with the scope the firewall counts', async () => {
    const neighbour = await situationOf(world([]));

    expect(neighbour.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('denied');
    expect(neighbour.delivered('8.8.8.8', 'web', 'tcp 443')).toBe('allowed');
  });

  it('and without any firewall in the team tags change nothing', async () => {
    const neighbour = await situationOf(
      team({ lacks: ['tag:read'], vpcs: [VPC], droplets: [WEB] }),
    );

    expect(neighbour.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('allowed');
  });

  it('which a reading as "no firewall" allows', async () => {
    const misread = (await situationOf(world(['tag:read']))).misread(naive.overlooksUnknownLayers);

    expect(misread.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('allowed');
  });
});

describe('DO-T06: a source that was chosen as a VPC in the panel comes as an empty object', () => {
  const world = inbound({ ports: '5432' });

  it('is undetermined, neither any nor none', async () => {
    const situation = await situationOf(world);

    expect(situation.delivered('8.8.8.8', 'web', 'tcp 5432')).toBe('undetermined');
    expect(situation.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('denied');
  });

  it('but not with an address', async () => {
    const neighbour = await situationOf(inbound({ ports: '5432', addresses: ['10.10.0.0/16'] }));

    expect(neighbour.delivered('8.8.8.8', 'web', 'tcp 5432')).toBe('denied');
  });

  it('which a reading as any allows, and one as none denies', async () => {
    const situation = await situationOf(world);
    const any = situation.misread(naive.readsUndeterminedAsAny);
    const none = situation.misread(naive.readsUndeterminedAsNone);

    expect(any.delivered('8.8.8.8', 'web', 'tcp 5432')).toBe('allowed');
    expect(none.delivered('8.8.8.8', 'web', 'tcp 5432')).toBe('denied');
  });
});

describe('DO-T07: a firewall without outbound rules lets nothing out', () => {
  const world = behind({ inbound: [{ ports: '443', addresses: ANY }], outbound: [] });

  it('denies egress', async () => {
    expect((await situationOf(world)).delivered('web', '1.1.1.1', 'tcp 443')).toBe('denied');
  });

  it('while replies to what came in go out', async () => {
    expect((await situationOf(world)).conversable('8.8.8.8', 'web', 'tcp 443')).toBe('allowed');
  });

  it('but not with an outbound rule, and not without a firewall', async () => {
    const neighbour = await situationOf(behind({ outbound: [{ ports: '443', addresses: ANY }] }));
    const bare = await situationOf(behind());

    expect(neighbour.delivered('web', '1.1.1.1', 'tcp 443')).toBe('allowed');
    expect(neighbour.delivered('web', '1.1.1.1', 'tcp 80')).toBe('denied');
    expect(bare.delivered('web', '1.1.1.1', 'tcp 80')).toBe('allowed');
  });

  it('which a reading by other clouds allows', async () => {
    const misread = (await situationOf(world)).misread(naive.allowsEgressWithoutRules);

    expect(misread.delivered('web', '1.1.1.1', 'tcp 443')).toBe('allowed');
  });
});

describe('DO-T08: a firewall judges the traffic of the VPC as well', () => {
  const world = (privateIp: string) =>
    team({
      vpcs: [VPC, { id: 'far', range: '10.20.0.0/16' }],
      peerings: [{ id: 'peering', vpcs: ['vpc', 'far'] }],
      droplets: [
        { ...DB, tags: ['db'] },
        { ...WEB, privateIp },
        { id: 3, name: 'standby', vpc: 'vpc', privateIp: '10.10.0.13', tags: ['db'] },
        { id: 4, name: 'far', vpc: 'far', privateIp: '10.20.0.4' },
      ],
      firewalls: [{ id: 'fw', droplets: [2], inbound: [{ ports: '5432', tags: ['db'] }] }],
    });

  it('denies a neighbour in the VPC and one behind a peering, and admits the tag', async () => {
    const situation = await situationOf(world('10.10.0.11'));

    expect(situation.delivered('web', 'db', 'tcp 5432')).toBe('denied');
    expect(situation.delivered('far', 'db', 'tcp 5432')).toBe('denied');
    expect(situation.conversable('standby', 'db', 'tcp 5432')).toBe('allowed');
  });

  it('but without a firewall the whole VPC and its peer come in', async () => {
    const { firewalls: _, ...rest } = world('10.10.0.11').teams[0] ?? { token: '' };
    const neighbour = await situationOf(team(rest));

    expect(neighbour.conversable('web', 'db', 'tcp 5432')).toBe('allowed');
    expect(neighbour.conversable('far', 'db', 'tcp 5432')).toBe('allowed');
  });

  it('which a reading that trusts the VPC allows', async () => {
    const misread = (await situationOf(world('10.10.0.11'))).misread(naive.trustsTheVpc);

    expect(misread.delivered('web', 'db', 'tcp 5432')).toBe('allowed');
  });
});

describe('DO-T09: what is configured need not be in force', () => {
  const closed = { inbound: [{ ports: '443', addresses: ANY }], status: 'waiting' };
  const change = (given: Partial<FirewallDeclaration>) =>
    situationOf(behind({ ...closed, ...given }));

  it('leaves open what a pending firewall would close, and what one would that is taken away', async () => {
    const pending = await change({ pending: [{ droplet: 1, removing: false }] });
    const removing = await change({ pending: [{ droplet: 1, removing: true }] });

    expect(pending.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('undetermined');
    expect(pending.delivered('8.8.8.8', 'web', 'tcp 443')).toBe('allowed');
    expect(removing.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('undetermined');
  });

  it('counts a removal of a Droplet that the firewall no longer names', async () => {
    const removing = await change({
      droplets: [],
      pending: [{ droplet: 1, removing: true }],
    });

    expect(removing.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('undetermined');
  });

  it('is open where it failed', async () => {
    const failed = await change({ status: 'failed' });

    expect(failed.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('allowed');
  });

  it('but is closed where it succeeded, and where the change is for another Droplet', async () => {
    const done = await change({ status: 'succeeded' });
    const other = await change({ pending: [{ droplet: 9, removing: false }] });

    expect(done.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('denied');
    expect(other.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('denied');
  });

  it('which a reading that trusts the configuration denies', async () => {
    const failed = await change({ status: 'failed' });

    const misread = failed.misread(naive.trustsAttachments);
    expect(misread.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('denied');
  });
});

describe('DO-T14: the allow rules of two firewalls unite', () => {
  const strict = { name: 'strict', inbound: [{ ports: '443', addresses: ANY }] };
  const open = { name: 'open', inbound: [{ addresses: ANY }] };

  it('is open, since no firewall denies', async () => {
    const situation = await situationOf(behind(strict, open));

    expect(situation.conversable('8.8.8.8', 'web', 'tcp 22')).toBe('allowed');
  });

  it('but not with a deny in either', async () => {
    const deny = { name: 'deny', inbound: [{ ports: '22', addresses: ANY, action: 'deny' }] };
    const neighbour = await situationOf(behind(deny, open));

    expect(neighbour.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('denied');
    expect(neighbour.delivered('8.8.8.8', 'web', 'tcp 23')).toBe('allowed');
  });

  it('which a reading where the strict one wins denies', async () => {
    const situation = await situationOf(behind(strict, open));

    const misread = situation.misread(naive.strictestWins(situation.record('filter', 'strict').id));
    expect(misread.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('denied');
  });
});

describe('DO-T15: a Droplet that is off', () => {
  const world = (status: string) =>
    team({
      droplets: [{ ...WEB, status }],
      firewalls: [{ id: 'fw', droplets: [1], inbound: [{ addresses: ANY }] }],
    });

  it('is not reached now, and its open firewall stays a fact', async () => {
    const situation = await situationOf(world('off'));

    expect(situation.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('denied');
    expect(situation.record('workload', 'web').state).toBe('stopped');
    expect(situation.record('filter', 'fw').rules).toHaveLength(1);
  });

  it('but is when it runs', async () => {
    expect((await situationOf(world('active'))).delivered('8.8.8.8', 'web', 'tcp 22')).toBe(
      'allowed',
    );
  });

  it('which a reading of firewalls alone allows', async () => {
    const misread = (await situationOf(world('off'))).misread(naive.thinksEverythingRuns);

    expect(misread.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('allowed');
  });
});

describe('DO-T16: a deny in one firewall takes its sources out of an allow in another', () => {
  const allow = { inbound: [{ ports: '22', addresses: ANY }] };
  const deny = { inbound: [{ ports: '22', addresses: ['8.8.8.0/24'], action: 'deny' }] };

  it('is open but for the denied range', async () => {
    const situation = await situationOf(behind(allow, deny));

    expect(situation.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('denied');
    expect(situation.conversable('8.8.9.8', 'web', 'tcp 22')).toBe('allowed');
  });

  it('whichever firewall comes first', async () => {
    const situation = await situationOf(behind(deny, allow));

    expect(situation.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('denied');
  });

  it('but not when the other one allows', async () => {
    const also = { inbound: [{ ports: '22', addresses: ['8.8.8.0/24'], action: 'allow' }] };

    expect((await situationOf(behind(allow, also))).delivered('8.8.8.8', 'web', 'tcp 22')).toBe(
      'allowed',
    );
  });

  it('which a reading without deny rules allows', async () => {
    const misread = (await situationOf(behind(allow, deny))).misread(naive.overlooksDenies);

    expect(misread.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('allowed');
  });
});

describe('DO-T17: a deny of all IPv4 leaves IPv6 to the allow', () => {
  const allow = { ports: '22', addresses: ANY };
  const world = (denied: readonly string[]) =>
    inbound(allow, { ports: '22', addresses: denied, action: 'deny' });

  it('closes IPv4 and leaves IPv6 open', async () => {
    const situation = await situationOf(world(['0.0.0.0/0']));

    expect(situation.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('denied');
    expect(situation.conversable('2a00:1450::1', 'web', 'tcp 22')).toBe('allowed');
  });

  it('but not when both families are denied', async () => {
    const neighbour = await situationOf(world(ANY));

    expect(neighbour.delivered('2a00:1450::1', 'web', 'tcp 22')).toBe('denied');
  });

  it('which a reading of the deny as an allow opens', async () => {
    const misread = (await situationOf(world(['0.0.0.0/0']))).misread(naive.readsDenyAsAllow);

    expect(misread.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('allowed');
  });
});

describe('DO-T18: a deny of nobody knows whom', () => {
  const allow = { ports: '22', addresses: ANY };
  const unresolved = { ports: '22', action: 'deny' };

  it('makes undetermined what an allow would pass, and nothing else', async () => {
    const situation = await situationOf(inbound(allow, unresolved));

    expect(situation.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('undetermined');
    expect(situation.delivered('8.8.8.8', 'web', 'tcp 23')).toBe('denied');
  });

  it('while an allow of nobody knows whom only lifts what is denied', async () => {
    const neighbour = await situationOf(inbound(allow, { ports: '23' }));

    expect(neighbour.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('allowed');
    expect(neighbour.delivered('8.8.8.8', 'web', 'tcp 23')).toBe('undetermined');
  });

  it('and so does a deny of a load balancer that is gone', async () => {
    const gone = { ports: '22', action: 'deny', balancers: ['gone'] };
    const situation = await situationOf(inbound(allow, gone));

    expect(situation.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('undetermined');
  });

  it('which a reading as nobody allows', async () => {
    const misread = (await situationOf(inbound(allow, unresolved))).misread(
      naive.readsUndeterminedAsNone,
    );

    expect(misread.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('allowed');
  });
});

describe('DO-T19: a firewall with deny rules alone lets nothing in', () => {
  const deny = { ports: '22', addresses: ANY, action: 'deny' };

  it('is closed on every port', async () => {
    const situation = await situationOf(inbound(deny));

    expect(situation.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('denied');
    expect(situation.delivered('8.8.8.8', 'web', 'tcp 443')).toBe('denied');
  });

  it('but not where another rule allows', async () => {
    const neighbour = await situationOf(inbound(deny, { ports: '443', addresses: ANY }));

    expect(neighbour.delivered('8.8.8.8', 'web', 'tcp 443')).toBe('allowed');
  });

  it('which a reading that passes what is not denied allows', async () => {
    const misread = (await situationOf(inbound(deny))).misread(naive.passesWhatIsNotDenied);

    expect(misread.delivered('8.8.8.8', 'web', 'tcp 443')).toBe('allowed');
  });
});

describe('DO-T20: an action that nobody has heard of', () => {
  const drop = { ports: '22', addresses: ANY, action: 'drop' };

  it('makes its packets undetermined', async () => {
    const situation = await situationOf(inbound({ addresses: ANY }, drop));

    expect(situation.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('undetermined');
    expect(situation.delivered('8.8.8.8', 'web', 'tcp 443')).toBe('allowed');
  });

  it('but not with the word "deny"', async () => {
    const neighbour = await situationOf(inbound({ addresses: ANY }, { ...drop, action: 'deny' }));

    expect(neighbour.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('denied');
  });

  it('which a reading that overlooks it allows', async () => {
    const situation = await situationOf(inbound({ addresses: ANY }, drop));

    const misread = situation.misread(naive.overlooksUnknownActions);
    expect(misread.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('allowed');
  });
});

describe('deny rules', () => {
  it('win over an allow in the same firewall', async () => {
    const situation = await situationOf(
      inbound({ addresses: ANY }, { ports: '3306', addresses: ANY, action: 'deny' }),
    );

    expect(situation.delivered('internet', 'web', 'tcp 3306')).toBe('denied');
    expect(situation.delivered('internet', 'web', 'tcp 3307')).toBe('allowed');
  });

  it('that are open to the world are no exposure', async () => {
    const situation = await situationOf(inbound({ addresses: ANY, action: 'deny' }));

    expect(situation.exposed('internet', 'web').ports).toBe('none');
  });

  it('hold for egress as well', async () => {
    const deny = { ports: '53', protocol: 'udp', addresses: ANY, action: 'deny' };
    const situation = await situationOf(
      behind({ outbound: [{ protocol: 'udp', addresses: ANY }, deny] }),
    );

    expect(situation.delivered('web', '1.1.1.1', 'udp 53')).toBe('denied');
    expect(situation.delivered('web', '1.1.1.1', 'udp 123')).toBe('allowed');
  });

  it('are told apart from allow rules by their word: without one a rule allows', async () => {
    const without = await situationOf(inbound({ ports: '22', addresses: ANY }));
    const allow = await situationOf(inbound({ ports: '22', addresses: ANY, action: 'allow' }));

    expect(without.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('allowed');
    expect(allow.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('allowed');
  });
});
