import type { DbInstance } from '../schema/database.ts';
import type { NetworkInterface } from '../schema/interface.ts';
import { interfacesIn } from './interface-list.ts';
import type { Scope } from './scope.ts';

/** What a database and its interface have in common. */
interface Traits {
  readonly network: string | undefined;
  readonly zone: string | undefined;
  readonly groups: readonly string[];
  readonly isPublic: boolean;
}

type Likeness = (traits: Traits) => string;

const likeness: Likeness = ({ network, zone, groups }) =>
  JSON.stringify([network, zone, [...groups].sort()]);

const publicLikeness: Likeness = (traits) => `${likeness(traits)} ${traits.isPublic}`;

/**
 * RDS does not write on an interface whose it is. It is a database's where network, zone and groups agree and no other
 * database and no other interface agree as well; where several do, having a public address or not may tell them apart.
 *
 * Cost: linear in databases and interfaces.
 */
export function joinInterfaces(
  scope: Scope,
  instances: readonly DbInstance[],
): (instance: DbInstance) => readonly NetworkInterface[] {
  const zones = new Map(
    scope.read('DescribeSubnets').items.map((one) => [one.SubnetId, one.AvailabilityZone]),
  );
  const cards = interfacesIn(scope).items.filter(
    ({ Description }) => Description === 'RDSNetworkInterface',
  );
  const stages = [likeness, publicLikeness].map((like) => ({
    like,
    rivals: Map.groupBy(instances, (one) => like(traitsOfInstance(one))),
    zoned: Map.groupBy(cards, (card) => like(traitsOfCard(card, zones, true))),
    unzoned: Map.groupBy(cards, (card) => like(traitsOfCard(card, zones, false))),
  }));
  return (instance) => {
    for (const { like, rivals, zoned, unzoned } of stages) {
      const key = like(traitsOfInstance(instance));
      const alike = (instance.AvailabilityZone === undefined ? unzoned : zoned).get(key) ?? [];
      if (alike.length === 1 && rivals.get(key)?.length === 1) return alike;
    }
    return [];
  };
}

/** The security groups of a database, as it names them itself. */
export function groupsOfInstance(instance: DbInstance): readonly string[] {
  return (instance.VpcSecurityGroups ?? []).flatMap(
    ({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? [],
  );
}

function traitsOfInstance(instance: DbInstance): Traits {
  return {
    network: instance.DBSubnetGroup?.VpcId,
    zone: instance.AvailabilityZone,
    groups: groupsOfInstance(instance),
    isPublic: instance.PubliclyAccessible === true,
  };
}

function traitsOfCard(
  card: NetworkInterface,
  zones: ReadonlyMap<string, string | undefined>,
  zoned: boolean,
): Traits {
  return {
    network: card.VpcId,
    zone: zoned ? (card.AvailabilityZone ?? zones.get(card.SubnetId ?? '')) : undefined,
    groups: (card.Groups ?? []).flatMap(({ GroupId }) => GroupId ?? []),
    isPublic: (card.PrivateIpAddresses ?? []).some(
      ({ Association }) => Association?.PublicIp !== undefined,
    ),
  };
}
