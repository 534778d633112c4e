import type { Raw } from './json.ts';
import { ProjectBuilder } from './project-builder.ts';
import type { GcpWorld, ProjectWorld } from './world.ts';

/** Writes a world down: an organisation with folders, policies and projects. */
export class WorldBuilder {
  readonly world: GcpWorld;
  #next = 1000;

  constructor(organization = '999000111') {
    this.world = { organization, folders: [], projects: [], policies: [], addressGroups: [] };
  }

  /** The organisation's name as a parent. */
  get root(): string {
    return `organizations/${this.world.organization}`;
  }

  /** A folder; the name of it as a parent is returned. */
  folder(displayName: string, parent: string = this.root): string {
    const name = `folders/${this.#number()}`;
    this.world.folders.push({ name, parent, displayName, state: 'ACTIVE' });
    return name;
  }

  /** A project below the organisation unless told otherwise. */
  project(
    id: string,
    given: { readonly parent?: string | null; readonly state?: string } = {},
  ): ProjectBuilder {
    const project: ProjectWorld = {
      id,
      number: this.#number(),
      ...(given.parent === null ? {} : { parent: given.parent ?? this.root }),
      state: given.state ?? 'ACTIVE',
      compute: new Map(),
      services: new Map(),
      details: new Map(),
      systemPolicies: [],
      disabled: new Set(),
      unreachable: [],
      xpnProjectStatus: 'UNSPECIFIED_XPN_PROJECT_STATUS',
    };
    this.world.projects.push(project);
    return new ProjectBuilder(project);
  }

  /** A hierarchical policy, associated with these nodes (default: the organisation). */
  policy(shortName: string, rules: readonly Raw[], targets: readonly string[] = [this.root]): void {
    const id = this.#number();
    this.world.policies.push({ id, shortName, parent: this.root, rules, targets });
  }

  #number(): string {
    this.#next += 1;
    return `${this.#next}00`;
  }
}
