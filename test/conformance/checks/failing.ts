import { isGap, type Observation } from '@netposture/providers';
import { expect } from 'vitest';
import type { Check } from '../check.ts';
import { sampled } from '../sample.ts';
import { byScope, healthyScan, type Scan, scanOf, withCloud } from '../scan.ts';
import { type CloudFault, operationsOf, type Subject } from '../subject.ts';

const EXPECTED: Readonly<Record<CloudFault, Observation['outcome']>> = {
  unauthenticated: 'forbidden',
  forbidden: 'forbidden',
  throttled: 'throttled',
  unavailable: 'failed',
  malformed: 'failed',
  truncated: 'failed',
  reset: 'failed',
};
const FAULTS = Object.keys(EXPECTED) as readonly CloudFault[];

/** A call that fails is named, and is the only thing that changes. */
export const failingChecks: readonly Check[] = [
  { name: 'names each failing call with its cause', run: namesTheGap },
  { name: 'changes nothing else when a call fails', run: changesNothingElse },
  { name: 'answers for every operation when nothing is permitted', run: answersWhenForbidden },
  { name: 'never repeats a call after a failed authentication', run: neverRepeatsAuthentication },
  { name: 'shows no secret in anything that leaves it', run: showsNoSecret },
];

async function eachFault(
  subject: Subject,
  look: (scan: Scan, operation: string, fault: CloudFault) => void,
): Promise<void> {
  const matrix = operationsOf(subject).flatMap(({ id }) => FAULTS.map((fault) => ({ id, fault })));
  await withCloud(subject, async (cloud) => {
    for (const { id, fault } of sampled(matrix)) {
      cloud.fail(id, fault);
      look(await scanOf(subject.provider, cloud), id, fault);
      cloud.heal();
    }
  });
}

async function namesTheGap(subject: Subject): Promise<void> {
  await eachFault(subject, ({ observations }, operation, fault) => {
    const failing = observations.filter((one) => one.operation === operation);
    expect(failing.length, `observations of ${operation}, ${fault}`).toBeGreaterThan(0);
    for (const { outcome, message } of failing) {
      expect(outcome, `${operation}, ${fault}`).toBe(EXPECTED[fault]);
      expect(message, `${operation}, ${fault}`).toMatch(/\S/);
    }
  });
}

async function changesNothingElse(subject: Subject): Promise<void> {
  const healthy = byScope((await healthyScan(subject)).observations);
  const perSubject = new Set(
    operationsOf(subject)
      .filter((one) => one.perSubject !== undefined)
      .map(({ id }) => id),
  );
  await eachFault(subject, (scan, operation, fault) => {
    if (fault === 'unauthenticated' && subject.stopsWhenUnauthenticated === true) return;
    const scopes = byScope(scan.observations);
    const label = `beside ${operation}, ${fault}`;
    for (const [key, expected] of healthy) {
      if (expected.operation === operation) continue;
      const actual = scopes.get(key);
      // Without the list of objects or of regions there is nobody to ask about them.
      const mayBeAbsent = perSubject.has(expected.operation) || scan.discovered.has(operation);
      if (actual !== undefined || !mayBeAbsent) expect(actual, label).toEqual(expected);
    }
    const others = [...scopes].filter(([, one]) => one.operation !== operation);
    expect(
      others.map(([key]) => key).filter((key) => !healthy.has(key)),
      label,
    ).toEqual([]);
  });
}

async function answersWhenForbidden(subject: Subject): Promise<void> {
  const { discovered } = await healthyScan(subject);
  await withCloud(subject, async (cloud) => {
    for (const { id } of operationsOf(subject)) {
      if (!discovered.has(id)) cloud.fail(id, 'forbidden');
    }
    const { observations } = await scanOf(subject.provider, cloud);
    const open = observations.filter(
      (one) => !discovered.has(one.operation) && !isGap(one.outcome),
    );
    expect(open).toEqual([]);
    const observed = new Set(observations.map(({ operation }) => operation));
    const silent = operationsOf(subject).filter(
      ({ id, perSubject }) => perSubject === undefined && !observed.has(id),
    );
    expect(silent.map(({ id }) => id)).toEqual([]);
  });
}

async function neverRepeatsAuthentication(subject: Subject): Promise<void> {
  await withCloud(subject, async (cloud) => {
    await scanOf(subject.provider, cloud);
    const healthy = cloud.calls.length;
    cloud.fail('*', 'unauthenticated');
    const { observations } = await scanOf(subject.provider, cloud);
    expect(cloud.calls.length - healthy).toBeLessThanOrEqual(observations.length);
  });
}

async function showsNoSecret(subject: Subject): Promise<void> {
  await withCloud(subject, async (cloud) => {
    const { secrets } = cloud;
    expect(secrets.length).toBeGreaterThan(1);
    const look = (scan: Scan, label: string) => {
      const { observations, events, log } = scan;
      const shown = JSON.stringify({ observations, events, log });
      expect(
        secrets.filter((secret) => shown.includes(secret)),
        label,
      ).toEqual([]);
    };
    look(await scanOf(subject.provider, cloud), 'healthy');
    for (const fault of FAULTS) {
      cloud.fail('*', fault);
      look(await scanOf(subject.provider, cloud), fault);
      cloud.heal();
    }
  });
}
