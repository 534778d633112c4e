import type { Rule } from '../rule.ts';
import { didYouMean } from './did-you-mean.ts';
import type { PolicyDocument } from './policy-document.ts';
import type { PolicyFile } from './policy-schema.ts';

/** Checks that every zone, address set, rule and parameter that the file names exists. */
export function checkNames(
  document: PolicyDocument,
  file: PolicyFile,
  rules: readonly Rule[],
): void {
  const zones = Object.keys(file.zones ?? {});
  const sets = Object.keys(file.addressSets ?? {});
  const zone = (name: string | undefined, path: readonly PropertyKey[]) =>
    expect(document, 'zone', name, zones, path);
  const list = (names: readonly string[] | undefined, path: readonly PropertyKey[]) => {
    for (const [position, name] of (names ?? []).entries()) zone(name, [...path, position]);
  };
  for (const name of sets.filter((one) => zones.includes(one) || one === 'internet')) {
    const message = `"${name}" is the name of an address set and of something else. Choose another name.`;
    document.report(
      'error',
      'POSTURE_POLICY_AMBIGUOUS_NAME',
      message,
      document.keyPosition(['addressSets'], name),
    );
  }
  for (const [position, entry] of (file.segmentation ?? []).entries()) {
    for (const side of ['from', 'to'] as const) {
      const written = entry[side];
      const path = ['segmentation', position, side];
      const ends = typeof written === 'string' ? [written] : written;
      for (const [index, end] of ends.entries())
        expect(
          document,
          'zone',
          end,
          [...zones, ...sets, 'internet'],
          typeof written === 'string' ? path : [...path, index],
        );
    }
    if (entry.allow === undefined && entry.require === undefined) {
      const message =
        'This entry says neither "allow" nor "require". Add one of them; "allow: []" forbids everything.';
      document.report(
        'error',
        'POSTURE_POLICY_MISSING_KEY',
        message,
        document.position(['segmentation', position]),
      );
    }
  }
  for (const [position, entry] of (file.publicEndpoints ?? []).entries())
    zone(entry.zone, ['publicEndpoints', position, 'zone']);
  for (const [position, entry] of (file.databaseClients ?? []).entries()) {
    zone(entry.stores, ['databaseClients', position, 'stores']);
    list(entry.clients, ['databaseClients', position, 'clients']);
  }
  list(file.sensitiveZones, ['sensitiveZones']);
  list(file.environments, ['environments']);
  list(file.bastions, ['bastions']);
  list(file.tiers?.public, ['tiers', 'public']);
  list(file.tiers?.private, ['tiers', 'private']);
  for (const [name, written] of Object.entries(file.zones ?? {})) {
    const parts = Array.isArray(written) ? written : [written];
    for (const [position, part] of parts.entries())
      list(
        part.except,
        Array.isArray(written) ? ['zones', name, position, 'except'] : ['zones', name, 'except'],
      );
  }
  for (const key of ['vpn', 'egressIdentities'] as const) {
    for (const [position, name] of (file[key] ?? []).entries()) {
      if (/^[0-9a-fA-F:.]+(\/\d+)?$/.test(name) && /[.:]/.test(name)) continue;
      expect(document, 'address set', name, sets, [key, position]);
    }
  }
  checkRules(document, file, rules);
}

function checkRules(document: PolicyDocument, file: PolicyFile, rules: readonly Rule[]): void {
  const byId = new Map(
    rules.flatMap((rule) => [rule.id, ...(rule.aliases ?? [])].map((id) => [id, rule] as const)),
  );
  for (const [id, setting] of Object.entries(file.rules ?? {})) {
    const rule = byId.get(id);
    if (rule === undefined) {
      unknownName(document, 'rule', id, byId.keys(), document.keyPosition(['rules'], id));
      continue;
    }
    if (typeof setting === 'string') continue;
    for (const [name, value] of Object.entries(setting.parameters ?? {})) {
      const spec = rule.parameters[name];
      if (spec === undefined) {
        const at = document.keyPosition(['rules', id, 'parameters'], name);
        unknownName(document, `parameter of ${id}`, name, Object.keys(rule.parameters), at);
      } else if (kindOf(spec.default) !== kindOf(value)) {
        const message = `The parameter ${name} of ${id} must be ${kindOf(spec.default)}.`;
        document.report(
          'error',
          'POSTURE_POLICY_WRONG_TYPE',
          message,
          document.position(['rules', id, 'parameters', name]),
        );
      }
    }
  }
  for (const [position, waiver] of (file.waivers ?? []).entries()) {
    const path = ['waivers', position];
    if (waiver.finding === undefined && waiver.rule === undefined) {
      const message = `The waiver "${waiver.name}" names no finding. Add "finding", or "rule" and "subject".`;
      document.report('error', 'POSTURE_POLICY_MISSING_KEY', message, document.position(path));
    }
    if (waiver.rule !== undefined && !byId.has(waiver.rule))
      unknownName(document, 'rule', waiver.rule, byId.keys(), document.position([...path, 'rule']));
  }
}

function kindOf(value: unknown): string {
  return Array.isArray(value)
    ? 'a list of texts'
    : typeof value === 'boolean'
      ? 'true or false'
      : 'a number';
}

function expect(
  document: PolicyDocument,
  what: string,
  name: string | undefined,
  known: readonly string[],
  path: readonly PropertyKey[],
): void {
  if (name !== undefined && !known.includes(name))
    unknownName(document, what, name, known, document.position(path));
}

function unknownName(
  document: PolicyDocument,
  what: string,
  name: string,
  known: Iterable<string>,
  position: { readonly line: number; readonly column: number },
): void {
  const message = `There is no ${what} called "${name}".`;
  document.report(
    'error',
    'POSTURE_POLICY_UNKNOWN_NAME',
    message,
    position,
    didYouMean(name, known),
  );
}
