import type { Scope } from './scope.ts';

/** The accounts that were asked, with the names that their organization gives them. */
export function normalizeAccounts(scopes: readonly Scope[]): void {
  const names = new Map<string, string>();
  for (const scope of scopes) {
    for (const { Id, Name } of scope.read('ListAccounts', 'organization').items) {
      if (Name !== undefined) names.set(Id, Name);
    }
  }
  for (const scope of scopes) {
    const place = { account: scope.account, location: 'global' };
    const id = scope.draft.announce('account', scope.account, place);
    scope.draft.add({
      kind: 'account',
      id,
      name: names.get(scope.account) ?? scope.account,
      provenance: {
        ...scope.provenance('ListAccounts', scope.account),
        location: 'global',
      },
    });
  }
}
