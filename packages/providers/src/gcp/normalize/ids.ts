import { type Provenance, type ResourceId, resourceId } from '@netposture/network/graph';
import { type LinkParts, linkParts } from '../link.ts';
import { GCP, type Told } from './reading.ts';

/** The id of a record about something in a project. */
export function idOf(
  kind: string,
  account: string,
  location: string,
  nativeId: string,
): ResourceId {
  return resourceId({ provider: GCP, account, location, kind, nativeId });
}

/** The id of the record that a resource URL names; `undefined` where the URL is none. */
export function idOfLink(kind: string, link: string | undefined): ResourceId | undefined {
  const parts = linkParts(link);
  return parts && idOf(kind, parts.project, parts.location, parts.name);
}

/** The id of a network. */
export function networkId({ project, name }: Pick<LinkParts, 'project' | 'name'>): ResourceId {
  return idOf('network', project, 'global', name);
}

/** The id of the stand-in network whose members are directly on the internet. */
export function publicSpaceId(account: string): ResourceId {
  return idOf('network', account, 'global', 'internet');
}

/** Where a record came from. */
export function provenanceOf(
  told: Pick<Told<unknown>, 'account' | 'operation'>,
  place: {
    readonly location: string;
    readonly nativeId: string;
    readonly uri?: string | undefined;
    readonly page?: string;
  },
): Provenance {
  const { location, nativeId, uri, page } = place;
  return {
    provider: GCP,
    account: told.account,
    location,
    nativeId,
    operation: told.operation,
    ...(uri === undefined ? {} : { uri }),
    ...(page === undefined
      ? {}
      : {
          consoleUrl: `https://console.cloud.google.com/${page}?project=${encodeURIComponent(told.account)}`,
        }),
  };
}
