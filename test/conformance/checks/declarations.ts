import { expect } from 'vitest';
import type { Check } from '../check.ts';
import type { Subject } from '../subject.ts';

/** What a provider says about itself holds together. */
export const declarationChecks: readonly Check[] = [
  { name: 'names each operation once, so that files can be named after it', run: namesOperations },
  { name: 'describes each operation for the people who grant its permissions', run: describes },
  { name: 'refers only to operations that it declares', run: refersToDeclared },
  { name: 'demands no essential answer about single objects', run: essentialIsWhole },
  { name: 'writes every permission into its permissions document', run: permissions },
  { name: 'refuses settings that it does not know', run: refusesUnknownSettings },
  { name: 'says what it does not model, in sentences', run: saysWhatIsNotModelled },
];

async function namesOperations({ provider }: Subject): Promise<void> {
  const ids = provider.operations.map(({ id }) => id);
  expect(ids.filter((id) => !/^[A-Za-z][A-Za-z0-9_-]*$/.test(id))).toEqual([]);
  expect(new Set(ids.map((id) => id.toLowerCase())).size).toBe(ids.length);
  const fileNames = provider.operations.flatMap((operation) => operation.fileNames ?? []);
  expect(fileNames.filter((name) => name.includes('.'))).toEqual([]);
}

async function describes({ provider }: Subject): Promise<void> {
  expect(provider.operations.length).toBeGreaterThan(0);
  for (const operation of provider.operations) {
    const { id, reads, source } = operation;
    expect(reads, `what ${id} reads`).toMatch(/^\S.{5,}[^.]$/);
    expect(source, `the source of ${id}`).toMatch(/^https:\/\//);
  }
}

async function refersToDeclared({ provider }: Subject): Promise<void> {
  const declared = new Set(provider.operations.map(({ id }) => id));
  const referred = [
    ...provider.operations.flatMap((operation) => operation.satisfiedBy ?? []),
    ...provider.recogniser.answers.map(({ operation }) => operation),
  ];
  expect(referred.filter((id) => !declared.has(id))).toEqual([]);
}

async function essentialIsWhole({ provider }: Subject): Promise<void> {
  const wrong = provider.operations.filter(
    ({ need, perSubject }) => need === 'essential' && perSubject !== undefined,
  );
  expect(wrong.map(({ id }) => id)).toEqual([]);
}

async function permissions({ provider }: Subject): Promise<void> {
  const { operations } = provider;
  const text = provider.permissions.render(operations);
  const wanted = operations.flatMap((operation) => operation.permissions);
  expect(wanted.filter((permission) => !text.includes(permission))).toEqual([]);
  expect(provider.permissions.render(operations.toReversed())).toBe(text);
}

async function refusesUnknownSettings(subject: Subject): Promise<void> {
  const cloud = await subject.startCloud();
  await cloud.close();
  const { settings } = subject.provider;
  expect(settings.safeParse(cloud.settings).success).toBe(true);
  const known = typeof cloud.settings === 'object' ? cloud.settings : {};
  expect(settings.safeParse({ ...known, aMisspeltKey: true }).success).toBe(false);
}

async function saysWhatIsNotModelled({ provider }: Subject): Promise<void> {
  expect(provider.notModelled.length).toBeGreaterThan(0);
  expect(provider.notModelled.filter((sentence) => !/^[A-Z].*\.$/.test(sentence))).toEqual([]);
}
