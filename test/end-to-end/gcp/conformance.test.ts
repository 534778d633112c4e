import { gcp } from '../../../packages/providers/src/gcp/index.ts';
import { GCP_OPERATIONS } from '../../../packages/providers/src/gcp/operations/index.ts';
import type { Fault } from '../../clouds/gcp/fault.ts';
import { fullWorld, PLANTED_SECRETS, serveGcp, TOKEN } from '../../clouds/gcp/index.ts';
import { rawAnswers } from '../../clouds/gcp/saved-answers.ts';
import { describeConformance } from '../../conformance/conformance.ts';
import type { CloudFault, SimulatedCloud } from '../../conformance/subject.ts';

describeConformance({ provider: gcp, startCloud: start });

const BY_METHOD = new Map(GCP_OPERATIONS.map((operation) => [operation.method, operation.id]));
const BY_ID = new Map(GCP_OPERATIONS.map((operation) => [operation.id, operation.method]));

async function start(): Promise<SimulatedCloud> {
  const { world } = fullWorld();
  const cloud = await serveGcp(world, { pageSize: 2 });
  return {
    settings: { organization: world.organization, endpoint: cloud.endpoint, accessToken: TOKEN },
    get calls() {
      return cloud.calls.map(({ method }) => ({ operation: BY_METHOD.get(method) ?? method }));
    },
    secrets: [TOKEN, ...PLANTED_SECRETS],
    fail: (operation, fault) =>
      cloud.plant({ method: BY_ID.get(operation) ?? operation, fault: faultOf(fault) }),
    heal: cloud.heal,
    savedAnswers: () => rawAnswers(world),
    close: cloud.close,
  };
}

function faultOf(fault: CloudFault): Fault {
  switch (fault) {
    case 'unauthenticated':
      return { kind: 'status', status: 401 };
    case 'forbidden':
      return { kind: 'status', status: 403 };
    case 'throttled':
      return { kind: 'status', status: 403, reason: 'rateLimitExceeded' };
    case 'unavailable':
      return { kind: 'status', status: 503 };
    case 'malformed':
    case 'truncated':
    case 'reset':
      return { kind: fault };
  }
}
