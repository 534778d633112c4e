import type { CoverageKey } from './coverage.ts';
import type { Provenance } from './provenance.ts';
import type { ResourceId } from './resource-id.ts';

/** What every record has. */
export interface RecordBase {
  readonly id: ResourceId;
  /** The name its owner gave it; the native id where there is none. */
  readonly name: string;
  readonly provenance: Provenance;
  /** Labels and tags. A tag without a value has the empty text. Other namespaces by prefix: `network-tag/web`, `service-account/…`. */
  readonly labels?: Readonly<Record<string, string>>;
  /** What was assumed absent because no file was given: whoever leans on this record says so. */
  readonly assumes?: readonly CoverageKey[];
  /** Calls whose failure leaves something about this record open, for the coverage report. Verdict-bearing facts use `Unknown` in their own place. */
  readonly gaps?: readonly CoverageKey[];
}
