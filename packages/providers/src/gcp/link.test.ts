import { describe, expect, it } from 'vitest';
import { linkKey, linkParts, projectOfLink } from './link.ts';

describe('resource URLs', () => {
  it('tell project, place, collection and name', () => {
    const link =
      'https://www.googleapis.com/compute/v1/projects/acme/zones/europe-west1-b/instances/web';

    expect(linkParts(link)).toEqual({
      project: 'acme',
      scope: 'zones',
      location: 'europe-west1-b',
      region: 'europe-west1',
      collection: 'instances',
      name: 'web',
    });
  });

  it('may be partial, and of projects in a domain', () => {
    expect(linkParts('projects/example.com:acme/global/networks/main')).toMatchObject({
      project: 'example.com:acme',
      location: 'global',
      name: 'main',
    });
  });

  it.each(['', 'web', 'projects/acme', 'https://example.com/compute/v1/projects/acme/global'])(
    'are not “%s”',
    (text) => {
      expect(linkParts(text)).toBeUndefined();
    },
  );

  it('have one key whatever host and version they were written with', () => {
    const keys = [
      'https://www.googleapis.com/compute/v1/projects/acme/global/networks/main',
      'https://compute.googleapis.com/compute/beta/projects/acme/global/networks/main',
      'projects/acme/global/networks/main',
    ].map(linkKey);

    expect(new Set(keys).size).toBe(1);
    expect(projectOfLink(keys[0] ?? '')).toBe('acme');
  });
});
