import type { Operation } from '../operation.ts';
import type { PermissionsDocument } from '../provider.ts';

/** The least privilege that the adapter needs, as a page with every call that it makes. */
export const permissions: PermissionsDocument = {
  file: 'hetzner-permissions.md',
  render: (operations) => {
    const byId = [...operations].sort((a, b) => (a.id < b.id ? -1 : 1));
    const cloud = byId.filter(({ family }) => family === 'cloud');
    const robot = byId.filter(({ family }) => family === 'robot');
    return [
      '# Hetzner: permissions',
      '',
      'Generated from the calls that the adapter declares; a test compares the two. Every call is a GET.',
      '',
      '## Hetzner Cloud',
      '',
      'One API token for each project, with the permission `Read`.',
      '',
      ...table(cloud),
      '',
      '## Robot',
      '',
      'A `Webservice user` of the account. Robot has no read-only users: keep this one as safe as a password.',
      '',
      ...table(robot),
      '',
    ].join('\n');
  },
};

function table(operations: readonly Operation[]): readonly string[] {
  return [
    '| call | reads | permission |',
    '|---|---|---|',
    ...operations.map(
      ({ id, reads, permissions: wanted, source }) =>
        `| [${id}](${source}) | ${reads} | ${wanted.join(', ')} |`,
    ),
  ];
}
