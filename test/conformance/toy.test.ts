import { describeConformance } from './conformance.ts';
import { startToyCloud } from './toy/toy-cloud.ts';
import { toy } from './toy/toy-provider.ts';

describeConformance({ provider: toy, startCloud: startToyCloud });
