import { type CollectPorts, collectTarget, planScan } from './collect.ts';
import { type ConcludePorts, concludeScan } from './conclude.ts';
import type { ScanRequest } from './ports.ts';

/** A whole scan in this process, without a queue. Answers its id. One target that fails leaves a gap and ends nothing else. */
export async function runWholeScan(
  request: ScanRequest,
  ports: CollectPorts & ConcludePorts,
): Promise<string> {
  const { id } = await ports.store.requestScan(request);
  const plan = await planScan(id, ports);
  await Promise.all(
    plan.map((target) =>
      collectTarget(id, target, ports).catch((error: unknown) => {
        ports.context.signal.throwIfAborted();
        ports.context.logger.error('collecting a target failed', { scan: id, error });
      }),
    ),
  );
  await concludeScan(id, ports);
  return id;
}
