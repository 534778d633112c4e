import type { PermissionsDocument } from '../provider.ts';

/** The least privilege that the adapter needs, as a page with every call that it makes. */
export const permissions: PermissionsDocument = {
  file: 'digitalocean-permissions.md',
  render: (operations) => {
    const byId = [...operations].sort((a, b) => (a.id < b.id ? -1 : 1));
    const scopes = [...new Set(byId.flatMap((operation) => operation.permissions))].sort();
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
