import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../../apps/scanner/src/store/open-database.ts';
import { describeBaseline } from './baseline-suite.testkit.ts';
import { describePipeline } from './pipeline-suite.testkit.ts';
import { describeScopedScans } from './scoped-suite.testkit.ts';
import { describeService } from './service-suite.testkit.ts';

const embedded = () =>
  openDatabase({
    kind: 'embedded',
    directory: mkdtempSync(join(tmpdir(), 'netposture-')),
  });

describePipeline('in the embedded database', embedded);
describeScopedScans('in the embedded database', embedded);
describeBaseline('in the embedded database', embedded);

describeService('on the embedded default', async () => ({}));
