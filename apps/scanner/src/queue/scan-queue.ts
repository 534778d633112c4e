import type { Logger } from '@netposture/providers';
import { DelayedError, type Job } from 'bullmq';
import { z } from 'zod';
import { messageOf } from '../errors.ts';
import type { Patience } from '../patience.ts';
import { repeatEvery } from '../repeat-every.ts';
import { type CollectPorts, collectTarget, planScan } from '../scan/collect.ts';
import { type ConcludePorts, concludeScan } from '../scan/conclude.ts';
import type { ScanRequest, ScanTicket } from '../scan/ports.ts';
import { targetKey } from '../scan/target-key.ts';
import type { Leases } from '../store/lease.ts';
import type { QueueBackend } from './backend.ts';
import { leasedBudgets } from './leased-budgets.ts';

const QUEUE = 'netposture-scans';
const CONCURRENCY = 8;
/** Jobs are kept by age alone: limits by number deadlock on PostgreSQL and lose finished jobs. */
const RETENTION = { removeOnComplete: { age: 3_600 }, removeOnFail: { age: 7 * 86_400 } };
const RETRIES = { attempts: 4, backoff: { type: 'exponential', delay: 1_000 } };

const planId = (scanId: string) => `plan-${scanId}`;
const concludeId = (scanId: string) => `conclude-${scanId}`;

/** Payloads are ids and positions, never what was found. */
const JobData = z.object({ scanId: z.string().optional(), position: z.number().optional() });

/** What the jobs of this process work with. */
export interface ScanQueuePorts extends CollectPorts, ConcludePorts {
  readonly leases: Leases;
  readonly logger: Logger;
  /** Names this process among all workers. */
  readonly process: string;
  readonly patience: Patience;
  /** Delivers what the outbox holds. */
  readonly deliver: () => Promise<unknown>;
}

/** The queue of scans. */
export interface ScanQueue {
  /** Asks for a scan; an equal one that waits takes the request in. */
  request(request: ScanRequest): Promise<ScanTicket>;
  /** Gives every scan that did not end the jobs that it lacks; where they are there this changes nothing. */
  recover(): Promise<void>;
  /** Starts taking jobs. */
  startWorker(): Promise<void>;
  /** Starts scheduled scans; undefined removes the schedule. */
  schedule(
    schedule: { readonly cron: string; readonly timezone: string } | undefined,
  ): Promise<void>;
  isReady(): Promise<boolean>;
  /** Finishes running jobs, takes no new ones. */
  close(): Promise<void>;
}

/** Opens the queue on a backend. */
export function openScanQueue(backend: QueueBackend, ports: ScanQueuePorts): ScanQueue {
  const { Queue, Worker, FlowProducer } = backend.classes;
  const { connection } = backend;
  const queue = new Queue(QUEUE, { connection });
  const flows = new FlowProducer({ connection });
  const { logger, store } = ports;
  const onError = (error: Error) => logger.warn('the queue reports an error', { error });
  queue.on('error', onError);
  flows.on('error', onError);
  let worker: InstanceType<typeof Worker> | undefined;

  const begin = async (scanId: string): Promise<void> => {
    await queue.add('plan', { scanId }, { jobId: planId(scanId), ...RETRIES, ...RETENTION });
  };
  const request = async (asked: ScanRequest): Promise<ScanTicket> => {
    const ticket = await store.requestScan(asked);
    // Also for a known one: a process may have died between its row and its job. The job's id makes it one job.
    await begin(ticket.id);
    return ticket;
  };

  const failScan = (scanId: string, reason: string) => store.failScan(scanId, reason.slice(0, 300));

  /** A process may have died after any step: between the row and its job, between a failure and its note. */
  async function recoverScan(scanId: string): Promise<void> {
    const conclude = await queue.getJob(concludeId(scanId));
    if (conclude !== undefined) {
      const state = await conclude.getState();
      if (state === 'failed') await failScan(scanId, conclude.failedReason);
      return;
    }
    const planning = await queue.getJob(planId(scanId));
    const state = await planning?.getState();
    if (state === 'failed') await failScan(scanId, planning?.failedReason ?? '');
    // Jobs are kept longer than a scan takes: where one is missing, the queue lost them all.
    if (state === 'completed') await planning?.remove();
    if (state === 'completed' || planning === undefined) await begin(scanId);
  }

  async function putOff(job: Job, token: string | undefined): Promise<never> {
    await job.moveToDelayed(Date.now() + ports.patience.retryMs, token);
    throw new DelayedError();
  }

  async function plan(scanId: string, job: Job, token: string | undefined): Promise<void> {
    if (await store.isRecorded(scanId)) return;
    if (await store.waitsForEqual(scanId)) await putOff(job, token);
    // A process that died may have given the jobs already; they are given all or none.
    if ((await queue.getJob(concludeId(scanId))) !== undefined) return;
    const { leases, patience, context } = ports;
    const holder = { process: ports.process, job: job.id ?? '' };
    // Discovery spends the budgets of places that another worker may be collecting.
    const leased = { leases, holder, patience, sleep: context.sleep, logger };
    const budgets = leasedBudgets(context.budgets, leased);
    const targets = await planScan(scanId, { ...ports, context: { ...context, budgets } });
    await flows.add({
      name: 'conclude',
      queueName: QUEUE,
      data: { scanId },
      opts: { jobId: concludeId(scanId), ...RETRIES, ...RETENTION },
      children: targets.map((_, position) => ({
        name: 'collect',
        queueName: QUEUE,
        data: { scanId, position },
        opts: {
          jobId: `collect-${scanId}-${position}`,
          // What cannot be collected is a gap of the scan, not its end.
          ignoreDependencyOnFailure: true,
          ...RETRIES,
          ...RETENTION,
        },
      })),
    });
  }

  async function collect(
    scanId: string,
    position: number,
    job: Job,
    token: string | undefined,
  ): Promise<void> {
    const target = (await store.planOf(scanId))[position];
    if (target === undefined) return;
    const scope = targetKey(target);
    const holder = { process: ports.process, job: job.id ?? '' };
    const { leaseMs, restMs } = ports.patience;
    if (!(await ports.leases.acquire(scope, holder, leaseMs))) await putOff(job, token);
    const renew = () => ports.leases.acquire(scope, holder, leaseMs);
    const endRenewal = repeatEvery(leaseMs / 3, { name: 'renew a lease', run: renew }, logger);
    try {
      await collectTarget(scanId, target, ports);
    } finally {
      // One that is under way would take the lease again after its end.
      await endRenewal();
      await ports.leases.release(scope, holder, restMs);
    }
  }

  async function work(job: Job, token: string | undefined): Promise<void> {
    const { scanId, position } = JobData.parse(job.data);
    if (job.name === 'scheduled') {
      // A repeat of this job after a crash is the same scan.
      const idempotencyKey = `schedule ${job.id}`;
      await request({ scope: {}, reason: 'schedule', idempotencyKey });
    } else if (scanId === undefined) {
      return;
    } else if (job.name === 'plan') {
      await plan(scanId, job, token);
    } else if (job.name === 'collect' && position !== undefined) {
      await collect(scanId, position, job, token);
    } else if (job.name === 'conclude') {
      await concludeScan(scanId, ports);
      await ports.deliver();
    }
  }

  return {
    request,
    recover: async () => {
      for (const id of await store.unfinishedScans()) await recoverScan(id);
    },
    startWorker: async () => {
      worker = new Worker(QUEUE, (job, token) => work(job, token), {
        connection,
        concurrency: CONCURRENCY,
        lockDuration: ports.patience.jobMs,
        stalledInterval: ports.patience.jobMs / 3,
        maxStalledCount: 100,
      });
      worker.on('error', onError);
      worker.on('failed', (job, error) => {
        logger.error('a job failed', { job: job?.id, error });
        const { scanId } = JobData.parse(job?.data ?? {});
        if (job === undefined || scanId === undefined || job.name === 'collect') return;
        if (job.attemptsMade < RETRIES.attempts) return;
        failScan(scanId, messageOf(error)).catch(onError);
      });
      await worker.waitUntilReady();
    },
    schedule: async (schedule) => {
      if (schedule === undefined) {
        await queue.removeJobScheduler('scheduled-scan');
        return;
      }
      await queue.upsertJobScheduler(
        'scheduled-scan',
        { pattern: schedule.cron, tz: schedule.timezone },
        { name: 'scheduled', data: {}, opts: RETENTION },
      );
    },
    isReady: async () => {
      await queue.getJobCounts();
      return true;
    },
    close: async () => {
      await worker?.close();
      await flows.close();
      await queue.close();
    },
  };
}
