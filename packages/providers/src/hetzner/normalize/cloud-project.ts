import {
  type CoverageKey,
  type ResourceId,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import type { AccountAnswers } from '../../normalize/account-answers.ts';
import type { RecordSet } from '../../normalize/record-set.ts';
import type { Operation } from '../../operation.ts';
import {
  CLOUD_OPERATIONS,
  FLOATING_IPS,
  LOAD_BALANCERS,
  NETWORKS,
  SERVERS,
} from '../operations.ts';
import type { FloatingIp, Network, Server } from '../schema/cloud.ts';
import { Names } from './names.ts';

const WAYS_IN: readonly Operation[] = [FLOATING_IPS, LOAD_BALANCERS];

/** What normalizing one project works on: its answers, looked up by id, and the records so far. */
export class CloudProject {
  readonly answers: AccountAnswers;
  readonly names: Names;
  readonly records: RecordSet;
  readonly servers: ReadonlyMap<number, Server>;
  readonly networks: ReadonlyMap<number, Network>;
  /** Floating IPs by the server that they lead to. */
  readonly floatingIps: ReadonlyMap<number, readonly FloatingIp[]>;
  /** What was taken not to be in use; whoever is reached through it says so. */
  readonly assumes: readonly CoverageKey[];
  /** Calls about further ways to a server that told not everything. */
  readonly unreadWays: readonly CoverageKey[];

  constructor(answers: AccountAnswers, records: RecordSet) {
    this.answers = answers;
    this.names = new Names(answers.account);
    this.records = records;
    this.servers = byId(answers.to(SERVERS).items);
    this.networks = byId(answers.to(NETWORKS).items);
    const floating = answers.to(FLOATING_IPS).items.filter((ip) => typeof ip.server === 'number');
    this.floatingIps = Map.groupBy(floating, (ip) => ip.server ?? 0);
    const ways = WAYS_IN.map((operation) => answers.to(operation));
    this.assumes = ways.filter((way) => way.assumedAbsent).map((way) => way.key);
    this.unreadWays = ways.filter((way) => way.hole !== undefined).map((way) => way.key);
  }

  /** Whether the account is a Cloud project at all. */
  static isOne(answers: AccountAnswers): boolean {
    return answers.hasAnyOf(CLOUD_OPERATIONS);
  }

  /** The id of a network; a stand-in is added for one that was not read. */
  networkId(network: number): ResourceId {
    const id = this.names.id('network', network);
    if (!this.networks.has(network)) {
      this.records.addUnseen({
        kind: 'unseen',
        id,
        name: String(network),
        provenance: this.names.provenance(NETWORKS, network),
        of: 'network',
        cause: this.holeOfNetwork(network),
      });
    }
    return id;
  }

  /** Why a network is not known. */
  holeOfNetwork(network: number): Unknown {
    const { hole, key } = this.answers.to(NETWORKS);
    return hole ?? unknown(`Network ${network} is not in the list of networks.`, key);
  }

  /** The network cards of a server in the private networks of `among`, by network. */
  privateInterfaces(server: Server, among: ReadonlySet<number>): readonly ResourceId[] {
    return server.private_net
      .filter(({ network }) => among.has(network))
      .map(({ network }) => this.names.privateInterface(server.id, network));
  }
}

function byId<T extends { readonly id: number }>(items: readonly T[]): ReadonlyMap<number, T> {
  return new Map(items.map((item) => [item.id, item]));
}

/** Whether a server has a card on the internet: an address of its own, or one that floats to it. */
export function hasPublicInterface({ public_net }: Server): boolean {
  return public_net.ipv4 !== null || public_net.ipv6 !== null || public_net.floating_ips.length > 0;
}
