import type { PlannedTarget, ScanScope } from './ports.ts';

/** The name of a unit of collecting: `provider/account/location`, its parts percent-encoded. */
export function targetKey(
  target: Pick<PlannedTarget, 'provider' | 'account' | 'location'>,
): string {
  return [target.provider, target.account, target.location].map(encodeURIComponent).join('/');
}

/** Whether a target is among what a scan was asked to look at. What belongs to no location is part of every location's scan. */
export function isInScope(scope: ScanScope, target: PlannedTarget): boolean {
  if (scope.provider !== undefined && scope.provider !== target.provider) return false;
  if (scope.account !== undefined && scope.account !== target.account) return false;
  return (
    scope.location === undefined ||
    scope.location === target.location ||
    target.location === 'global'
  );
}
