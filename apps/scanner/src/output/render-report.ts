import { renderMarkdown } from './render-markdown.ts';
import { renderNdjson } from './render-ndjson.ts';
import { renderSarif, type SarifRule } from './render-sarif.ts';
import { renderTable } from './render-table.ts';
import type { ScanReport } from './scan-report.ts';

/** How a report is printed. */
export type ReportFormat = 'table' | 'json' | 'ndjson' | 'sarif' | 'markdown';

/** What some formats need besides the report. */
export interface RenderOptions {
  readonly hasColor: boolean;
  readonly rules: readonly SarifRule[];
  readonly version: string;
  /** Leaves out, for a person, what can be reached; the summary and the data formats tell it all the same. Default false. */
  readonly isFindingsOnly?: boolean;
}

/** The report in one of its formats. */
export function renderReport(
  report: ScanReport,
  format: ReportFormat,
  options: RenderOptions,
): string {
  switch (format) {
    case 'table':
      return renderTable(report, options.hasColor, options.isFindingsOnly);
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
    case 'ndjson':
      return renderNdjson(report);
    case 'sarif':
      return renderSarif(report, options.rules, options.version);
    case 'markdown':
      return renderMarkdown(report, options.isFindingsOnly);
  }
}
