import {
  type CoverageKey,
  type Interface,
  type ResourceId,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import { AddressSet, privateAddresses } from '@netposture/network/netset';
import type { AccountAnswers } from '../../normalize/account-answers.ts';
import type { RecordSet } from '../../normalize/record-set.ts';
import { addressSetIn } from '../../normalize/wire-address.ts';
import type { Operation } from '../../operation.ts';
import {
  BYOIP_PREFIXES,
  DROPLETS,
  RESERVED_IPS,
  RESERVED_IPV6,
  TAGS,
  VPCS,
} from '../operations/compute.ts';
import { KUBERNETES_CLUSTERS, LOAD_BALANCERS } from '../operations/service.ts';
import type { Droplet, Vpc } from '../schema/compute.ts';
import type { KubernetesCluster } from '../schema/service.ts';
import { Names } from './names.ts';
import { ReservedAddresses } from './reserved-addresses.ts';
import { HiddenObjects } from './visibility.ts';

/** Lists that show further ways to a Droplet. */
const WAYS_IN: readonly Operation[] = [RESERVED_IPS, RESERVED_IPV6, BYOIP_PREFIXES, LOAD_BALANCERS];

/** What normalizing one team works on: its answers, looked up by id, and the records so far. */
export class Team {
  readonly answers: AccountAnswers;
  readonly names: Names;
  readonly records: RecordSet;
  readonly droplets: ReadonlyMap<number, Droplet>;
  readonly vpcs: ReadonlyMap<string, Vpc>;
  readonly clusters: ReadonlyMap<string, KubernetesCluster>;
  readonly reserved: ReservedAddresses;
  readonly hidden: HiddenObjects;
  /** Present where tags may be left out of answers: an absent tag then tells nothing. */
  readonly hiddenTags: Unknown | undefined;
  /** What was taken not to be in use; whoever is reached through it says so. */
  readonly assumes: readonly CoverageKey[];
  /** Calls about further ways to a Droplet that told not everything. */
  readonly unreadWays: readonly CoverageKey[];

  constructor(answers: AccountAnswers, records: RecordSet) {
    this.answers = answers;
    this.records = records;
    this.names = new Names(answers.account);
    this.droplets = new Map(answers.to(DROPLETS).items.map((one) => [one.id, one]));
    this.vpcs = new Map(answers.to(VPCS).items.map((one) => [one.id, one]));
    this.clusters = new Map(answers.to(KUBERNETES_CLUSTERS).items.map((one) => [one.id, one]));
    this.reserved = new ReservedAddresses(answers);
    this.hidden = new HiddenObjects(answers);
    this.hiddenTags = answers.to(TAGS).hole;
    const ways = WAYS_IN.map((operation) => answers.to(operation));
    this.assumes = ways.filter((way) => way.assumedAbsent).map((way) => way.key);
    this.unreadWays = ways.filter((way) => way.hole !== undefined).map((way) => way.key);
  }

  /** Why the list of Droplets may lack some. */
  get hiddenDroplets(): Unknown | undefined {
    return this.answers.to(DROPLETS).hole ?? this.hidden.droplets;
  }

  /** The Droplets with a tag, as far as tags and Droplets may be seen. */
  taggedDroplets(tag: string): readonly Droplet[] {
    return [...this.droplets.values()].filter((one) => one.tags?.includes(tag) ?? false);
  }

  /** The network of a VPC; a stand-in is added for one that was not read, or not told. */
  networkId(vpc: string | null | undefined, holder: string): ResourceId {
    const { names, records } = this;
    const native = vpc ?? `of-${holder}`;
    const id = names.id('network', native);
    if (vpc == null || !this.vpcs.has(vpc)) {
      const provenance = names.provenance(VPCS, native);
      const cause = this.holeOfVpc(vpc);
      records.addUnseen({ kind: 'unseen', id, name: native, provenance, of: 'network', cause });
    }
    return id;
  }

  /** Why a VPC is not known. */
  holeOfVpc(vpc: string | null | undefined): Unknown {
    const { hole, key } = this.answers.to(VPCS);
    if (hole !== undefined) return hole;
    return vpc == null
      ? unknown('DigitalOcean did not say in which VPC it stands (vpc:read may be missing).', key)
      : unknown(`The VPC ${vpc} is not in the list of VPCs.`, key);
  }

  /** The range of a VPC; all private IPv4 addresses where it is not known. */
  rangeOf(vpc: string | null | undefined): AddressSet {
    const range = vpc == null ? undefined : this.vpcs.get(vpc)?.ip_range;
    return (range ? addressSetIn(range) : undefined) ?? privateAddresses.ipv4;
  }

  /** Private addresses that are taken by Droplets of a VPC. */
  takenIn(vpc: string): AddressSet {
    const taken: AddressSet[] = [];
    for (const droplet of this.droplets.values()) {
      if (droplet.vpc_uuid !== vpc) continue;
      for (const { ip_address, type } of droplet.networks?.v4 ?? []) {
        const set = type === 'private' ? addressSetIn(ip_address) : undefined;
        if (set !== undefined) taken.push(set);
      }
    }
    return AddressSet.unionOf(taken);
  }

  /** What a record that further ways may lead to has to say. */
  waysIn(): Pick<Interface, 'assumes' | 'gaps'> {
    const { assumes, unreadWays } = this;
    return {
      ...(assumes.length > 0 ? { assumes } : {}),
      ...(unreadWays.length > 0 ? { gaps: unreadWays } : {}),
    };
  }
}
