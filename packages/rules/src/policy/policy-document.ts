import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { PolicyProblem, Position } from './policy.ts';

const START: Position = { line: 1, column: 1 };

/** A YAML text with the places of its parts. */
export class PolicyDocument {
  readonly file: string;
  readonly problems: PolicyProblem[] = [];
  readonly #document: Document;
  readonly #lines = new LineCounter();

  constructor(text: string, file: string) {
    this.file = file;
    this.#document = parseDocument(text, {
      lineCounter: this.#lines,
      prettyErrors: false,
      merge: false,
    });
    for (const error of this.#document.errors) {
      const code =
        error.code === 'DUPLICATE_KEY' ? 'POSTURE_POLICY_DUPLICATE_KEY' : 'POSTURE_POLICY_SYNTAX';
      this.report(
        'error',
        code,
        `This is not valid YAML: ${error.message}.`,
        this.#at(error.pos[0]),
      );
    }
  }

  /** The values as plain data; an empty file is an empty policy. */
  value(): unknown {
    try {
      return this.#document.toJS({ maxAliasCount: 100 }) ?? {};
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      this.report('error', 'POSTURE_POLICY_SYNTAX', `This is not valid YAML: ${cause}.`, START);
      return {};
    }
  }

  /** Where the value at a path stands; its closest ancestor where it is missing. */
  position(path: readonly PropertyKey[]): Position {
    for (let length = path.length; length >= 0; length--) {
      const node =
        length === 0 ? this.#document.contents : this.#document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return this.#at(node.range[0]);
    }
    return START;
  }

  /** The plain value at a path; undefined where nothing stands. */
  at(path: readonly PropertyKey[]): unknown {
    return this.#document.getIn(path, false);
  }

  /** Where a key stands in the map at a path. */
  keyPosition(path: readonly PropertyKey[], key: string): Position {
    const map = path.length === 0 ? this.#document.contents : this.#document.getIn(path, true);
    if (isMap(map)) {
      for (const pair of map.items) {
        if (isScalar(pair.key) && String(pair.key.value) === key && pair.key.range)
          return this.#at(pair.key.range[0]);
      }
    }
    return this.position(path);
  }

  /** Notes a problem. */
  report(
    severity: PolicyProblem['severity'],
    code: PolicyProblem['code'],
    message: string,
    { line, column }: Position,
    suggestion?: string,
  ): void {
    const hint = suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`;
    const problem = { code, severity, message: message + hint, file: this.file, line, column };
    this.problems.push(suggestion === undefined ? problem : { ...problem, suggestion });
  }

  #at(offset: number): Position {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }
}
