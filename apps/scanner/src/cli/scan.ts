import { hasGaps, scanJson } from '../output/scan-json.ts';
import { readOfflineEstate } from '../scan/offline-estate.ts';
import { type CommandStreams, ExitCode } from './command-streams.ts';

/** What `netposture scan` was given. */
export interface ScanOptions {
  readonly observations: string;
  readonly strict: boolean;
}

/** Reads a folder and prints coverage and exposures. Exit codes: 0 everything was seen; 3 something could not be. */
export async function runScan(options: ScanOptions, streams: CommandStreams): Promise<number> {
  try {
    const { linked } = await readOfflineEstate(options.observations, { strict: options.strict });
    streams.writeResult(`${JSON.stringify(scanJson(linked), null, 2)}\n`);
    return hasGaps(linked) ? ExitCode.unseen : ExitCode.ok;
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('POSTURE_OBSERVATIONS_UNREADABLE'))
      throw error;
    streams.writeMessage(`${error.message}\n`);
    return ExitCode.unseen;
  }
}
