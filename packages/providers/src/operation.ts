import type { RecordKind } from '@netposture/network/graph';
import type { z } from 'zod';
import type { JsonValue } from './json.ts';

/**
 * One read-only call that an adapter makes, as data. The collector calls nothing else (the simulated
 * clouds prove it), and the permission documents, the provider pages and the offline reader's notion
 * of what is missing are all derived from this list.
 */
export interface Operation<Item = unknown> {
  /**
   * Stable name, unique in the adapter ignoring case, in letters, digits, `-` and `_`: the
   * provider's own (`DescribeSubnets`, `firewalls`), with the service in front where two services
   * share one (`redshift-DescribeClusters`). It is the file name of saved observations.
   */
  readonly id: string;
  /** What it tells us, as a noun phrase: `the rules of every security group`. */
  readonly reads: string;
  /** The exact permissions it takes (`ec2:DescribeSubnets`); empty where the provider has none. */
  readonly permissions: readonly string[];
  /** Without an `essential` answer no verdict is worth giving; an `optional` feature may be unused. */
  readonly need: 'essential' | 'optional';
  /** Operations whose answer does as well as this one's (interfaces: also in the reservations). */
  readonly satisfiedBy?: readonly string[];
  /** `modelled` reaches verdicts; `inventory` is only listed, and verdicts about it are undetermined. */
  readonly depth: 'modelled' | 'inventory';
  /** Asked once per account, or once in each of its locations. */
  readonly scope: 'global' | 'regional';
  /** How the provider pages it. */
  readonly paging: 'none' | 'page-number' | 'token' | 'link';
  /** What one call is about (`prefix list`), for operations that answer about one object at a time. */
  readonly perSubject?: string;
  /** The kind of account that is asked, where an adapter has several (Hetzner: `cloud`, `robot`). */
  readonly family?: string;
  /** The kinds of graph records that lean on the answer. */
  readonly feeds: readonly RecordKind[];
  /**
   * Where secrets are in an item: names joined by dots, `[]` for each element, `*` for any one name,
   * `**` for any depth (`Options.TunnelOptions[].PreSharedKey`). Dropped before anything is kept.
   */
  readonly secretPaths: readonly string[];
  /**
   * What is kept of a received item, before the secret filter: for items that hold a whole document as text, in which no
   * path leads. Pure and total; reducing twice changes nothing. Absent: everything is kept.
   */
  readonly reduce?: (item: unknown) => unknown;
  /** The wire fields that we read of one item, and only those; strips the others, transforms nothing. */
  readonly item: z.ZodType<Item>;
  /** The provider's id of one raw item, also of one that the schema refuses. */
  readonly nativeId: (item: JsonValue) => string | undefined;
  /** Other names that people give to files with this answer; letter case and dashes do not matter. */
  readonly fileNames?: readonly string[];
  /** The provider's page about this call. */
  readonly source: string;
}
