/** The statement of `demo/netposture.yaml` that a finding of a rule breaks, in its words. */
export const STATEMENTS: ReadonlyMap<string, string> = new Map([
  ['no-public-database', 'Databases and administration are never public.'],
  ['admission-list-open', 'Databases and administration are never public.'],
  ['sensitive-port-public', 'Databases and administration are never public.'],
  ['admin-port-public', 'Databases and administration are never public.'],
  ['undeclared-public-endpoint', 'Only declared endpoints are public.'],
  ['segmentation-violation', 'Staging never reaches the production database.'],
  ['dangling-allow-list-address', 'Allow lists hold only addresses that we own.'],
  ['over-broad-allow-list', 'Allow lists hold only addresses that we own.'],
]);
