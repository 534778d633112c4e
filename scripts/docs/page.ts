/** One generated file, with its path from the root of the repository. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** A part of the documentation that is made from code. */
export interface Section {
  readonly name: string;
  /** Folders (ending in a slash) that hold generated pages only: others there are stale. */
  readonly owns: readonly string[];
  pages(): readonly Page[] | Promise<readonly Page[]>;
}
