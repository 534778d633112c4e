import type { Operation } from '../operation.ts';
import type { PermissionsDocument } from '../provider.ts';

/** A custom role for `gcloud iam roles create … --file`, made of the permissions of the declared calls. */
export const permissionsDocument: PermissionsDocument = {
  file: 'gcp-role.yaml',
  render: renderRole,
};

function renderRole(operations: readonly Operation[]): string {
  const permissions = [...new Set(operations.flatMap((operation) => operation.permissions))].sort();
  return [
    '# Everything that netposture reads, and nothing else. Generated from the calls that the adapter declares.',
    '# gcloud iam roles create netposture --organization=ORGANIZATION --file=gcp-role.yaml',
    'title: netposture',
    'description: Reads network configuration and the log of changes. No permission to change anything.',
    'stage: GA',
    'includedPermissions:',
    ...permissions.map((permission) => `  - ${permission}`),
    '',
  ].join('\n');
}
