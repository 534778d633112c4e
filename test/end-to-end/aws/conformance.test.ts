import { aws } from '../../../packages/providers/src/aws/index.ts';
import { AWS_OPERATIONS } from '../../../packages/providers/src/aws/operations/index.ts';
import { ACCOUNT } from '../../clouds/aws/estate.ts';
import { EXTERNAL_ID, fullWorld, PLANTED } from '../../clouds/aws/full-world.ts';
import { savedFiles } from '../../clouds/aws/saved-answers.ts';
import { type FaultKind, simulateAws } from '../../clouds/aws/simulated-aws.ts';
import { describeConformance } from '../../conformance/conformance.ts';
import type { CloudFault, SimulatedCloud } from '../../conformance/subject.ts';

describeConformance({ provider: aws, startCloud });

const KINDS: Readonly<Record<CloudFault, FaultKind>> = {
  unauthenticated: 'expire',
  forbidden: 'deny',
  throttled: 'throttle',
  unavailable: 'fail',
  malformed: 'malform',
  truncated: 'truncate',
  reset: 'reset',
};

async function startCloud(): Promise<SimulatedCloud> {
  const world = fullWorld();
  const cloud = await simulateAws(world);
  const files = await savedFiles(world);
  const credentials = cloud.credentialsOf(ACCOUNT);
  const secrets = [
    ...PLANTED,
    EXTERNAL_ID,
    credentials.secretAccessKey,
    'IQoJsessiontokenof222222222222',
    'role-secret-of-222222222222',
  ];
  return {
    settings: {
      endpoint: cloud.endpoint,
      credentials,
      organization: { role: 'netposture', externalId: EXTERNAL_ID },
    },
    get calls() {
      return cloud.calls.map(({ action }) => ({ operation: operationOf(action) }));
    },
    secrets,
    fail: (operation, fault) => {
      const declared = AWS_OPERATIONS.find(({ id }) => id === operation);
      const message = `Refused for ${secrets.map((secret) => `password=${secret}`).join(', ')}`;
      cloud.fault({
        kind: KINDS[fault],
        message,
        ...(declared === undefined ? {} : { action: `${declared.service}:${declared.action}` }),
      });
    },
    heal: () => cloud.heal(),
    savedAnswers: () => files,
    close: () => cloud.close(),
  };
}

function operationOf(action: string): string {
  const found = AWS_OPERATIONS.find((one) => `${one.service}:${one.action}` === action);
  return found?.id ?? action;
}
