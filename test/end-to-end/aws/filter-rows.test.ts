import { internet } from '@netposture/network/netset';
import { describe, expect, it } from 'vitest';
import { type Estate, publicEstate, usualEstate } from '../../clouds/aws/estate.ts';
import * as items from './misread-items.testkit.ts';
import * as naive from './misreadings.testkit.ts';
import { situationOf } from './situation.testkit.ts';

/** The edge rows of AWS about security groups and network ACLs, each beside its naive neighbour. */

const WEB = { ip: '10.0.1.10', publicIp: '3.120.0.10' };

function web(...rules: readonly string[]): Estate {
  return publicEstate().group('sg-1', rules).instance('web', WEB);
}

describe('AWS-T01: two halves of the address space are the whole internet', () => {
  it('counts both halves together', async () => {
    const situation = await situationOf(web('tcp 22 0.0.0.0/1', 'tcp 22 128.0.0.0/1').alone());

    expect(situation.ask('internet', 'web', 'tcp 22')).toEqual(['allowed', 'allowed']);
    expect(situation.admitted('internet', 'web', 'tcp 22').sources).toBe(internet.ipv4.toString());
    expect(situation.findings('sg-1')).toContain('admin-port-public: open');
  });

  it('and one half is one half', async () => {
    const situation = await situationOf(web('tcp 22 0.0.0.0/1').alone());

    expect(situation.ask('200.1.1.1', 'web', 'tcp 22')).toEqual(['denied', 'denied']);
  });

  it('which a reading that knows only 0.0.0.0/0 denies', async () => {
    const situation = await situationOf(web('tcp 22 0.0.0.0/1', 'tcp 22 128.0.0.0/1').alone());

    expect(
      situation.misread(naive.knowsOnlyTheWholeInternet).ask('internet', 'web', 'tcp 22'),
    ).toEqual(['denied', 'denied']);
  });
});

describe('AWS-T02: a prefix list is its entries', () => {
  const world = (cidr: string) =>
    web('tcp 22 pl-1')
      .put('ec2:DescribeManagedPrefixLists', {
        PrefixListId: 'pl-1',
        PrefixListName: 'all',
        OwnerId: '111111111111',
        AddressFamily: 'IPv4',
      })
      .about('ec2:GetManagedPrefixListEntries', 'pl-1', { Cidr: cidr })
      .alone();

  it('opens to what the list holds', async () => {
    const situation = await situationOf(world('0.0.0.0/0'));

    expect(situation.ask('internet', 'web', 'tcp 22')).toEqual(['allowed', 'allowed']);
    expect(situation.misread(naive.overlooksSelectors).ask('internet', 'web', 'tcp 22')[0]).toBe(
      'denied',
    );
  });

  it('and to no more', async () => {
    expect((await situationOf(world('8.8.8.0/24'))).ask('9.9.9.9', 'web', 'tcp 22')).toEqual([
      'denied',
      'denied',
    ]);
  });

  it('is undetermined where its entries could not be read', async () => {
    const faults = [{ kind: 'deny', action: 'ec2:GetManagedPrefixListEntries' }] as const;

    expect(
      (await situationOf(world('8.8.8.0/24'), faults)).ask('9.9.9.9', 'web', 'tcp 22'),
    ).toEqual(['undetermined', 'undetermined']);
  });
});

describe('AWS-T04: an elastic address on a secondary private address, a lax group on a second interface', () => {
  const world = (publicIp?: string) =>
    publicEstate()
      .group('sg-1', [])
      .group('sg-lax', ['tcp 22 0.0.0.0/0'])
      .instance('web', [
        { ip: '10.0.1.10' },
        {
          ip: '10.0.1.11',
          groups: ['sg-lax'],
          secondary: [publicIp === undefined ? { ip: '10.0.1.12' } : { ip: '10.0.1.12', publicIp }],
        },
      ])
      .alone();

  it('is exposed', async () => {
    const situation = await situationOf(world('3.120.0.12'));

    expect(situation.ask('internet', 'web', 'tcp 22')).toEqual(['allowed', 'allowed']);
    expect(
      situation.misread(naive.readsPrimaryAddressesOnly).ask('internet', 'web', 'tcp 22')[0],
    ).toBe('denied');
  });

  it('and is not without the address', async () => {
    expect((await situationOf(world())).ask('internet', 'web', 'tcp 22')).toEqual([
      'denied',
      'denied',
    ]);
  });
});

describe('AWS-T07: replies may leave by any port that the attacker sends from', () => {
  const world = (...out: readonly string[]) =>
    web('tcp 22 0.0.0.0/0')
      .change('ec2:DescribeNetworkAcls', (acl) => ({
        ...acl,
        Associations: [{ NetworkAclId: 'acl-1', SubnetId: 'subnet-b' }],
      }))
      .acl('acl-tight', ['100 in allow tcp 22 0.0.0.0/0', ...out], { subnets: ['subnet-a'] })
      .alone();

  it('converses from source port 443', async () => {
    const situation = await situationOf(world('100 out allow tcp 443 0.0.0.0/0'));

    expect(situation.ask('internet', 'web', 'tcp 22')).toEqual(['allowed', 'allowed']);
    expect(situation.ask('internet', 'web', 'tcp 1024-65535>22')).toEqual(['allowed', 'denied']);
    expect(
      situation.misread(naive.overlooksRepliesToLowPorts).ask('internet', 'web', 'tcp 22'),
    ).toEqual(['allowed', 'denied']);
  });

  it('and cannot where no reply leaves at all', async () => {
    expect((await situationOf(world())).ask('internet', 'web', 'tcp 22')).toEqual([
      'allowed',
      'denied',
    ]);
  });
});

describe('AWS-T08: a network ACL denies at the border of the subnet only', () => {
  const world = (first: string) =>
    publicEstate()
      .subnet('subnet-c', '10.0.3.0/24')
      .group('sg-1', ['tcp 22 0.0.0.0/0', 'tcp 22 ::/0'])
      .instance('web', WEB)
      .instance('beside', { ip: '10.0.1.20' })
      .instance('away', { ip: '10.0.2.20', subnet: 'subnet-b' })
      .change('ec2:DescribeNetworkAcls', (acl) => ({
        ...acl,
        Associations: [{ NetworkAclId: 'acl-1', SubnetId: 'subnet-b' }],
      }))
      .acl('acl-tight', [first, '100 in allow -1 - 0.0.0.0/0', '100 out allow -1 - 0.0.0.0/0'], {
        subnets: ['subnet-a'],
      })
      .alone();

  it('keeps out what comes from elsewhere', async () => {
    const situation = await situationOf(world('90 in deny tcp 22 0.0.0.0/0'));

    expect(situation.ask('internet', 'web', 'tcp 22')).toEqual(['denied', 'denied']);
    expect(situation.ask('away', 'web', 'tcp 22')).toEqual(['denied', 'denied']);
    expect(situation.ask('beside', 'web', 'tcp 22')).toEqual(['allowed', 'allowed']);
    expect(
      situation.misread(naive.overlooksSubnetFilters).ask('internet', 'web', 'tcp 22')[0],
    ).toBe('allowed');
  });

  it('and a denial of another port keeps nobody out', async () => {
    const situation = await situationOf(world('90 in deny tcp 23 0.0.0.0/0'));

    expect(situation.ask('internet', 'web', 'tcp 22')).toEqual(['allowed', 'allowed']);
  });
});

describe('AWS-T09: the first entry that matches decides', () => {
  const world = (deny: number) =>
    web('tcp 22 0.0.0.0/0')
      .change('ec2:DescribeNetworkAcls', (acl) => ({
        ...acl,
        Associations: [{ NetworkAclId: 'acl-1', SubnetId: 'subnet-b' }],
      }))
      .acl(
        'acl-tight',
        [
          '100 in allow -1 - 0.0.0.0/0',
          `${deny} in deny tcp 22 0.0.0.0/0`,
          '100 out allow -1 - 0.0.0.0/0',
        ],
        { subnets: ['subnet-a'] },
      )
      .alone();

  it('a denial behind an allow-all changes nothing', async () => {
    const situation = await situationOf(world(110));

    expect(situation.ask('internet', 'web', 'tcp 22')).toEqual(['allowed', 'allowed']);
    expect(situation.misread(naive.denialsOverride).ask('internet', 'web', 'tcp 22')[0]).toBe(
      'denied',
    );
  });

  it('before it, it denies', async () => {
    expect((await situationOf(world(90))).ask('internet', 'web', 'tcp 22')).toEqual([
      'denied',
      'denied',
    ]);
  });
});

describe('AWS-T12: protocol -1 is everything, whatever the ports say', () => {
  it('opens other ports and protocols', async () => {
    const situation = await situationOf(web('-1 22 0.0.0.0/0').alone());

    expect(situation.ask('internet', 'web', 'tcp 3306')).toEqual(['allowed', 'allowed']);
    expect(situation.ask('internet', 'web', 'protocol 50')[0]).toBe('allowed');
    expect(
      situation
        .misreadItems(items.believesPortsOfEveryProtocol)
        .ask('internet', 'web', 'tcp 3306')[0],
    ).toBe('denied');
  });

  it('as tcp does not', async () => {
    expect(
      (await situationOf(web('tcp 22 0.0.0.0/0').alone())).ask('internet', 'web', 'tcp 3306')[0],
    ).toBe('denied');
  });
});

describe('AWS-T13: ports mean nothing for other protocols', () => {
  it('opens all of ESP, and no TCP', async () => {
    const situation = await situationOf(web('50 443 0.0.0.0/0').alone());

    expect(situation.ask('internet', 'web', 'protocol 50')[0]).toBe('allowed');
    expect(situation.ask('internet', 'web', 'tcp 443')[0]).toBe('denied');
    expect(
      situation.misreadItems(items.believesPortsOfEveryProtocol).ask('internet', 'web', 'tcp 443'),
    ).toEqual(['allowed', 'allowed']);
  });

  it('as tcp opens 443 and no ESP', async () => {
    const situation = await situationOf(web('6 443 0.0.0.0/0').alone());

    expect(situation.ask('internet', 'web', 'protocol 50')[0]).toBe('denied');
    expect(situation.ask('internet', 'web', 'tcp 443')[0]).toBe('allowed');
  });
});

describe('AWS-T14: tcp 0 to 0 is port 0', () => {
  it('opens port 0 only', async () => {
    const situation = await situationOf(web('tcp 0 0.0.0.0/0').alone());

    expect(situation.admitted('internet', 'web').transports).toBe('tcp 0');
    expect(situation.findings('sg-1')).toEqual(['undeclared-public-endpoint: open']);
    expect(situation.ask('internet', 'web', 'tcp 22')[0]).toBe('denied');
    expect(
      situation.misreadItems(items.takesPortZeroForAll).ask('internet', 'web', 'tcp 22')[0],
    ).toBe('allowed');
  });

  it('and 0 to 65535 is all of tcp', async () => {
    expect(
      (await situationOf(web('tcp 0..65535 0.0.0.0/0').alone())).ask(
        'internet',
        'web',
        'tcp 22',
      )[0],
    ).toBe('allowed');
  });
});

describe('AWS-T23: a group of one network used in another one', () => {
  const world = (group: string) =>
    publicEstate()
      .group('sg-closed', [])
      .group('sg-1', ['tcp 22 0.0.0.0/0'], { VpcId: 'vpc-other' })
      .vpc('vpc-other', '10.9.0.0/16')
      .put('ec2:DescribeSecurityGroupVpcAssociations', {
        GroupId: 'sg-1',
        VpcId: 'vpc-1',
        State: 'associated',
      })
      .instance('web', { ...WEB, groups: [group] })
      .alone();

  it('applies to the interface that carries it', async () => {
    const situation = await situationOf(world('sg-1'));

    expect(situation.ask('internet', 'web', 'tcp 22')).toEqual(['allowed', 'allowed']);
    expect(
      situation
        .misread(naive.joinsGroupsByNetwork(situation.graph))
        .ask('internet', 'web', 'tcp 22')[0],
    ).toBe('denied');
  });

  it('and not to one that carries another', async () => {
    expect((await situationOf(world('sg-closed'))).ask('internet', 'web', 'tcp 22')[0]).toBe(
      'denied',
    );
  });
});

describe('AWS-T31: an open group that nobody carries', () => {
  it('exposes nothing, and is there', async () => {
    const situation = await situationOf(
      web('tcp 443 0.0.0.0/0').group('sg-open', ['-1 - 0.0.0.0/0']).alone(),
    );

    expect(situation.ask('internet', 'web', 'tcp 22')[0]).toBe('denied');
    expect(situation.record('filter', 'sg-open').rules).toHaveLength(2);
    expect(situation.findings('sg-open')).toEqual([]);
    expect(
      situation
        .misread(naive.everybodyCarriesEveryGroup(situation.graph))
        .ask('internet', 'web', 'tcp 22')[0],
    ).toBe('allowed');
  });

  it('and exposes who carries it', async () => {
    const estate = publicEstate()
      .group('sg-open', ['-1 - 0.0.0.0/0'])
      .instance('web', { ...WEB, groups: ['sg-open'] });

    const situation = await situationOf(estate.alone());

    expect(situation.ask('internet', 'web', 'tcp 22')[0]).toBe('allowed');
    expect(situation.findings('sg-open')).toContain('any-any-ingress: open');
  });
});

describe('AWS-T32: a network ACL without IPv6 entries denies IPv6', () => {
  const world = (entries: readonly string[]) =>
    usualEstate({ ipv6: true })
      .routeTable('rtb-public', {
        subnets: ['subnet-a'],
        routes: ['0.0.0.0/0 igw-1', '::/0 igw-1'],
      })
      .group('sg-1', ['tcp 22 0.0.0.0/0', 'tcp 22 ::/0', 'to -1 - 0.0.0.0/0', 'to -1 - ::/0'])
      .instance('web', { ...WEB, ipv6: '2a05:d014:1:1::10' })
      .change('ec2:DescribeNetworkAcls', (acl) => ({
        ...acl,
        Associations: [{ NetworkAclId: 'acl-1', SubnetId: 'subnet-b' }],
      }))
      .acl('acl-edited', entries, { subnets: ['subnet-a'], isDefault: true })
      .alone();

  const ipv4 = ['90 in allow tcp 22 0.0.0.0/0', '100 out allow -1 - 0.0.0.0/0'];

  it('though IPv4 is open', async () => {
    const situation = await situationOf(world(ipv4));

    expect(situation.ask('internet-ipv6', 'web', 'tcp 22')).toEqual(['denied', 'denied']);
    expect(situation.ask('internet-ipv4', 'web', 'tcp 22')).toEqual(['allowed', 'allowed']);
    expect(
      situation.misread(naive.overlooksSubnetFilters).ask('internet-ipv6', 'web', 'tcp 22')[0],
    ).toBe('allowed');
  });

  it('and with entries for ingress alone, packets arrive and no reply leaves', async () => {
    const situation = await situationOf(world([...ipv4, '101 in allow -1 - ::/0']));

    expect(situation.ask('internet-ipv6', 'web', 'tcp 22')).toEqual(['allowed', 'denied']);
  });
});
