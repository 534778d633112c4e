import type { ServerDeclaration } from './world.ts';

/**
 * Whether labels meet a selector, written from the table "Label Selector" of
 * https://docs.hetzner.cloud/reference/cloud (2026-05), apart from the adapter's own reading.
 */
function meetsSelector(selector: string, labels: Readonly<Record<string, string>>): boolean {
  const terms = selector.split(/,(?![^(]*\))/).map((term) => term.trim());
  return terms.every((term) => meetsTerm(term, labels));
}

function meetsTerm(term: string, labels: Readonly<Record<string, string>>): boolean {
  const list = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(term);
  if (list !== null) {
    const values = (list[3] ?? '').split(',').map((value) => value.trim());
    const value = labels[list[1] ?? ''];
    const isIn = value !== undefined && values.includes(value);
    return list[2] === 'in' ? isIn : !isIn;
  }
  const pair = /^([^=!]+)(==|!=|=)(.*)$/.exec(term);
  if (pair !== null) {
    const equal = labels[(pair[1] ?? '').trim()] === (pair[3] ?? '').trim();
    return pair[2] === '!=' ? !equal : equal;
  }
  return term.startsWith('!') ? !(term.slice(1) in labels) : term in labels;
}

/** Whether a selector matches a server by the labels that selectors see on it now. */
export function selectorSees(selector: string, server: ServerDeclaration): boolean {
  return meetsSelector(selector, server.selectorsStillSee ?? server.labels ?? {});
}
