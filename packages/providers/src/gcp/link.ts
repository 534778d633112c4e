/** The parts of a resource URL of Compute Engine. */
export interface LinkParts {
  readonly project: string;
  readonly scope: 'global' | 'regions' | 'zones';
  /** Zone or region; `global` where there is none. */
  readonly location: string;
  /** The region that the location is or lies in; absent for global resources. */
  readonly region?: string;
  /** `instances`, `networks`, … */
  readonly collection: string;
  readonly name: string;
}

/**
 * Reads a full or partial resource URL (`https://www.googleapis.com/compute/v1/projects/p/zones/z/instances/i`,
 * `projects/p/global/networks/n`); `undefined` for what is none.
 */
export function linkParts(link: string | undefined): LinkParts | undefined {
  const found =
    /(?:^|\/)projects\/([^/]+)\/(?:(global)|(regions|zones)\/([^/]+))\/([^/]+)\/([^/]+)$/.exec(
      link ?? '',
    );
  const [, project, global, scope, location, collection, name] = found ?? [];
  if (project === undefined || collection === undefined || name === undefined) return undefined;
  if (global !== undefined)
    return { project, scope: 'global', location: 'global', collection, name };
  if ((scope !== 'regions' && scope !== 'zones') || location === undefined) return undefined;
  const region = scope === 'regions' ? location : regionOfZone(location);
  return { project, scope, location, region, collection, name };
}

/** The region of a zone: its name without the last part. */
export function regionOfZone(zone: string): string {
  return zone.replace(/-[^-]+$/, '');
}

/** One text per resource, whichever host and version its URL was written with; the URL itself where it is none. */
export function linkKey(link: string): string {
  const at = link.indexOf('/projects/');
  return at >= 0 ? link.slice(at + 1) : link;
}

/** The project in a resource URL. */
export function projectOfLink(link: string): string | undefined {
  return /(?:^|\/)projects\/([^/]+)\//.exec(link)?.[1];
}
