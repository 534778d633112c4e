import type { z } from 'zod';
import { RULES } from '../registry.ts';
import { buildPolicy } from './build-policy.ts';
import { checkNames } from './check-names.ts';
import { defaultPolicy } from './default-policy.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Policy, PolicyProblem } from './policy.ts';
import { PolicyDocument } from './policy-document.ts';
import { PolicyFile } from './policy-schema.ts';
import { checkSecrets } from './secrets.ts';

/** A policy, or what keeps the text from being one. */
export interface ParsedPolicy {
  /** The default policy where some problem is an error. */
  readonly policy: Policy;
  readonly problems: readonly PolicyProblem[];
  /** Whether some problem is an error: then the file must not be used. */
  readonly isRefused: boolean;
}

/** What `${NAME}` may stand for in the file. */
export interface PolicySurroundings {
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Reads a policy file. Never throws for a text, whatever it holds: mistakes come back with line and column. */
export function parsePolicy(
  text: string,
  fileName: string,
  { environment = {} }: PolicySurroundings = {},
): ParsedPolicy {
  const document = new PolicyDocument(text, fileName);
  if (document.problems.length > 0) return refused(document);
  const raw = document.value();
  if (document.problems.length > 0) return refused(document);
  checkSecrets(document, raw);
  const value = withEnvironment(document, raw, environment, []);
  const parsed = PolicyFile.safeParse(value);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) reportIssue(document, issue, []);
    return refused(document);
  }
  checkNames(document, parsed.data, RULES);
  if (document.problems.some(({ severity }) => severity === 'error')) return refused(document);
  return {
    policy: buildPolicy(document, parsed.data),
    problems: document.problems,
    isRefused: false,
  };
}

function refused(document: PolicyDocument): ParsedPolicy {
  return {
    policy: { ...defaultPolicy, file: document.file },
    problems: document.problems,
    isRefused: true,
  };
}

/** Replaces `${NAME}` in what this package reads; the service resolves its own keys itself. */
function withEnvironment(
  document: PolicyDocument,
  value: unknown,
  environment: Readonly<Record<string, string | undefined>>,
  path: readonly PropertyKey[],
): unknown {
  if (path.length === 1 && SERVICE_KEYS.has(String(path[0]))) return value;
  if (typeof value === 'string') {
    return value.replaceAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (whole, name: string) => {
      const found = environment[name];
      if (found === undefined) {
        const message = `The environment variable ${name} is not set. Set it, or write the value.`;
        document.report('error', 'POSTURE_POLICY_UNSET_VARIABLE', message, document.position(path));
      }
      return found ?? whole;
    });
  }
  if (Array.isArray(value))
    return value.map((item, position) =>
      withEnvironment(document, item, environment, [...path, position]),
    );
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      withEnvironment(document, item, environment, [...path, key]),
    ]),
  );
}

const SERVICE_KEYS: ReadonlySet<string> = new Set([
  'accounts',
  'schedule',
  'notifications',
  'retention',
  'publishedRanges',
  'service',
]);

type Issue = z.core.$ZodIssue;

function reportIssue(document: PolicyDocument, issue: Issue, base: readonly PropertyKey[]): void {
  const path = [...base, ...issue.path];
  if (issue.code === 'invalid_union') {
    const choices = issue.errors
      .flat()
      .flatMap((inner) =>
        inner.code === 'invalid_value' && inner.path.length === 0 ? inner.values : [],
      );
    if (choices.length > 0 && typeof document.at(path) === 'string') {
      const message = `This value${where(path)} cannot be used: write one of ${choices.map(String).join(', ')}.`;
      const suggestion = suggestionFor(document, path, choices);
      document.report(
        'error',
        'POSTURE_POLICY_BAD_VALUE',
        message,
        document.position(path),
        suggestion,
      );
      return;
    }
    const branch = closestBranch(issue.errors);
    if (branch.length > 0) {
      for (const inner of branch) reportIssue(document, inner, path);
      return;
    }
  }
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) {
      const message = `There is no key "${key}"${where(path)}.`;
      const suggestion = didYouMean(key, keysAt(path));
      document.report(
        'error',
        'POSTURE_POLICY_UNKNOWN_KEY',
        message,
        document.keyPosition(path, key),
        suggestion,
      );
    }
    return;
  }
  const position = document.position(path);
  if (issue.code === 'invalid_type' && issue.input === undefined && isMissing(document, path)) {
    const key = String(path.at(-1));
    const message = `The key "${key}" is missing${where(path.slice(0, -1))}. Add it.`;
    document.report('error', 'POSTURE_POLICY_MISSING_KEY', message, position);
    return;
  }
  const [code, text] = wordsOf(issue);
  const suggestion =
    issue.code === 'invalid_value' ? suggestionFor(document, path, issue.values) : undefined;
  document.report(
    'error',
    code,
    `This value${where(path)} cannot be used: ${text}.`,
    position,
    suggestion,
  );
}

function isMissing(document: PolicyDocument, path: readonly PropertyKey[]): boolean {
  return path.length > 0 && document.at(path) === undefined;
}

function suggestionFor(
  document: PolicyDocument,
  path: readonly PropertyKey[],
  values: readonly unknown[],
): string | undefined {
  const written = document.at(path);
  return typeof written === 'string' ? didYouMean(written, values.map(String)) : undefined;
}

function wordsOf(issue: Issue): readonly [PolicyProblem['code'], string] {
  if (issue.code === 'custom') {
    const known: unknown = issue.params?.['posture'];
    return [
      known === 'BAD_CIDR' || known === 'BAD_PORTS'
        ? `POSTURE_POLICY_${known}`
        : 'POSTURE_POLICY_BAD_VALUE',
      issue.message,
    ];
  }
  if (issue.code === 'invalid_type')
    return ['POSTURE_POLICY_WRONG_TYPE', `it must be ${aWord(issue.expected)}`];
  if (issue.code === 'invalid_value')
    return ['POSTURE_POLICY_BAD_VALUE', `write one of ${issue.values.map(String).join(', ')}`];
  return ['POSTURE_POLICY_BAD_VALUE', issue.message];
}

function aWord(expected: string): string {
  const words: Readonly<Record<string, string>> = {
    array: 'a list',
    object: 'a map',
    record: 'a map',
    string: 'text',
    int: 'a whole number',
    number: 'a number',
    boolean: 'true or false',
  };
  return words[expected] ?? expected;
}

function where(path: readonly PropertyKey[]): string {
  return path.length === 0 ? '' : ` in ${path.map(String).join('.')}`;
}

/** Of the alternatives of a union the one that came furthest: whose first mistake lies deepest, then the one with fewest. */
function closestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const depth = (branch: readonly Issue[]) =>
    Math.max(
      0,
      ...branch.map((issue) => issue.path.length * 2 + (issue.code === 'invalid_type' ? 0 : 1)),
    );
  return [...branches].sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0] ?? [];
}

/** The keys that the schema knows at a path. */
function keysAt(path: readonly PropertyKey[]): readonly string[] {
  let schemas: readonly z.core.$ZodType[] = [PolicyFile];
  for (const step of path) schemas = schemas.flatMap((schema) => inside(schema, step));
  return schemas
    .flatMap(opened)
    .flatMap((schema) =>
      'shape' in schema._zod.def ? Object.keys(schema._zod.def.shape as object) : [],
    );
}

function opened(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  const def = schema._zod.def as unknown;
  if (!isDefinition(def)) return [];
  if (def.type === 'optional' && def.innerType !== undefined) return opened(def.innerType);
  if (def.type === 'union' && def.options !== undefined) return def.options.flatMap(opened);
  return [schema];
}

function inside(schema: z.core.$ZodType, step: PropertyKey): readonly z.core.$ZodType[] {
  return opened(schema).flatMap((one) => {
    const def = one._zod.def as unknown;
    if (!isDefinition(def)) return [];
    if (def.type === 'object') {
      const field = def.shape?.[String(step)];
      return field === undefined ? [] : [field];
    }
    const next = def.type === 'array' ? def.element : def.valueType;
    return next === undefined ? [] : [next];
  });
}

interface Definition {
  readonly type: string;
  readonly innerType?: z.core.$ZodType;
  readonly options?: readonly z.core.$ZodType[];
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly element?: z.core.$ZodType;
  readonly valueType?: z.core.$ZodType;
}

function isDefinition(value: unknown): value is Definition {
  return typeof value === 'object' && value !== null && 'type' in value;
}
