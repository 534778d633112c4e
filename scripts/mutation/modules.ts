/**
 * The modules under test, evaluated afresh for each mutant: nothing that a mutant leaves behind in a module (a cached hash, an
 * interned set, a half-written buffer) can reach the next one, and code that runs while a module loads is mutated like any
 * other. A fresh set of modules costs milliseconds, as each text is compiled once; a fresh process would cost a second.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Script } from 'node:vm';
import { transformSync } from '@swc/core';

type Body = (exports: object, require: (name: string) => unknown) => void;

/** Evaluates a file and what it imports; a file is evaluated once. The path is absolute. */
export type Load = (file: string) => void;

/** What tests import from elsewhere, by the name they import it by. */
export type Packages = ReadonlyMap<string, unknown>;

/** The text of a file, as CommonJS in JavaScript. */
export type Read = (file: string) => string;

const scripts = new Map<string, Script>();
const texts = new Map<string, string>();

/** A fresh set of modules. `packages` are shared with other sets; Node's own modules are found by themselves. */
export function freshModules(read: Read, packages: Packages): Load {
  const loaded = new Map<string, object>();
  function load(file: string): object {
    const known = loaded.get(file);
    if (known !== undefined) return known;
    const exports = {};
    loaded.set(file, exports);
    const body = scriptOf(file, read(file)).runInThisContext() as Body;
    body(exports, (name) => {
      if (name.startsWith('.')) return load(path.resolve(path.dirname(file), name));
      return packages.get(name) ?? process.getBuiltinModule(name);
    });
    return exports;
  }
  return load;
}

/** A file as it is. */
export function javascript(file: string): string {
  let text = texts.get(file);
  if (text === undefined) {
    text = transformSync(readFileSync(file, 'utf8'), {
      filename: file,
      jsc: { parser: { syntax: 'typescript' }, target: 'es2024' },
      module: { type: 'commonjs' },
      swcrc: false,
      configFile: false,
    }).code;
    texts.set(file, text);
  }
  return text;
}

/** A file that Stryker has filled with mutants, with one of them left. */
export function withOneMutant(file: string, mutant: string): string {
  return javascript(file)
    .replaceAll(/stryCov_9fa48\((?:"\d+"(?:, )?)+\)/g, '0')
    .replaceAll(/stryMutAct_9fa48\("(\d+)"\)/g, (call, id) => (id === mutant ? call : 'false'));
}

function scriptOf(file: string, text: string): Script {
  const known = scripts.get(text);
  if (known !== undefined) return known;
  const script = new Script(`((exports, require) => {${text}\n})`, { filename: file });
  // A text with one mutant is never seen again.
  if (texts.get(file) === text) scripts.set(text, script);
  return script;
}
