import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../../apps/scanner/src/store/open-database.ts';
import { describePipeline } from './pipeline-suite.testkit.ts';
import { describeService } from './service-suite.testkit.ts';

describePipeline('in the embedded database', () =>
  openDatabase({
    kind: 'embedded',
    directory: mkdtempSync(join(tmpdir(), 'netposture-')),
  }),
);

describeService('on the embedded default', async () => ({}));
