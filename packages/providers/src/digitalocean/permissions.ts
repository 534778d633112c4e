import type { PermissionsDocument } from '../provider.ts';

/** The least privilege that the adapter needs, as a page with every call that it makes. */
export const permissions: PermissionsDocument = {
  file: 'digitalocean-permissions.md',
  render: (operations) => {
    const byId = [...operations].sort((a, b) => (a.id < b.id ? -1 : 1));
    const team = byId.filter(({ family }) => family !== 'spaces');
    const scopes = [...new Set(team.flatMap((operation) => operation.permissions))].sort();
    return [
      '# DigitalOcean: permissions',
      '',
      'Generated from the calls that the adapter declares; a test compares the two. Every call is a GET.',
      '',
      'One token with custom scopes for each team:',
      '',
      '```text',
      ...scopes,
      '```',
      '',
      'Leave out `database:view_credentials`, `kubernetes:access_cluster` and `function:admin`: nothing here needs',
      'passwords or access to a cluster. Without `function:admin` DigitalOcean refuses the list of Functions namespaces,',
      'which is then a named gap.',
      '',
      'For Spaces a key of its own, with *Limited Access* and the permission `Read` for every bucket; without one no call to',
      'Spaces is made, and buckets are known as far as the keys of the team name them.',
      '',
      '| call | reads | scope |',
      '|---|---|---|',
      ...byId.map(
        ({ id, reads, permissions: wanted, source }) =>
          `| [${id}](${source}) | ${reads} | ${wanted.map((scope) => `\`${scope}\``).join(', ')} |`,
      ),
      '',
    ].join('\n');
  },
};
