import type { Operation } from '../operation.ts';
import type { PermissionsDocument } from '../provider.ts';

/**
 * The least-privilege policy as IAM takes it, from the declared operations. `sts:AssumeRole` stands by itself: it belongs
 * to whoever scans several accounts, and should be narrowed to the roles there. `sts:GetCallerIdentity` needs no permission
 * and is named for completeness.
 */
export const permissions: PermissionsDocument = {
  file: 'aws-policy.json',
  render: (operations) => {
    const actions = actionsOf(operations);
    const policy = {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'NetpostureReads',
          Effect: 'Allow',
          Action: actions.filter((action) => action !== ASSUME),
          Resource: '*',
        },
        {
          Sid: 'NetpostureEntersOtherAccounts',
          Effect: 'Allow',
          Action: [ASSUME],
          Resource: 'arn:aws:iam::*:role/netposture',
        },
      ],
    };
    return `${JSON.stringify(policy, undefined, 2)}\n`;
  },
};

const ASSUME = 'sts:AssumeRole';

function actionsOf(operations: readonly Operation[]): readonly string[] {
  return [...new Set(operations.flatMap((operation) => operation.permissions))].sort();
}
