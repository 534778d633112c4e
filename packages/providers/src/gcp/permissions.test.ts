import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GCP_OPERATIONS } from './operations/index.ts';
import { permissionsDocument } from './permissions.ts';

const FILE = join(import.meta.dirname, '../../../../docs/providers', permissionsDocument.file);

describe('the custom role', () => {
  it('is the one that the declared calls need', () => {
    expect(readFileSync(FILE, 'utf8')).toBe(permissionsDocument.render(GCP_OPERATIONS));
  });

  it('holds no permission that changes anything', () => {
    const permissions = GCP_OPERATIONS.flatMap((operation) => operation.permissions);
    const odd = permissions.filter((one) => !/\.(list\w*|get\w*)$/.test(one));

    expect(odd).toEqual([]);
  });

  it('asks nothing by POST but for members of groups and the audit log, which is how Google reads them', () => {
    const posts = GCP_OPERATIONS.filter((operation) => operation.verb === 'POST');

    expect(posts.map(({ method }) => method).sort()).toEqual([
      'compute.instanceGroups.listInstances',
      'compute.networkEndpointGroups.listNetworkEndpoints',
      'compute.regionInstanceGroups.listInstances',
      'logging.entries.list',
    ]);
  });
});
