import { GLOBAL } from '../observation.ts';
import type { ReadingProvider } from './recognise.ts';
import type { Located } from './recogniser.ts';

/** The provider whose folder a file lies in: the first folder of that name. */
export function providerInFolders(
  folders: readonly string[],
  providers: readonly ReadingProvider[],
): string | undefined {
  return folders.find((name) => providers.some(({ id }) => id === name));
}

/**
 * Account and location in `<provider>/<account>/[<location>/]`, or, without the provider's own
 * folder, in `<account>/[<location>/]` where the names look like this provider's.
 */
export function scopeInFolders(folders: readonly string[], provider: ReadingProvider): Located {
  const looks = provider.recogniser.folders;
  const own = folders.indexOf(provider.id);
  const at = own >= 0 ? own + 1 : folders.findLastIndex((name) => looks?.account.test(name));
  if (at < 0) return {};
  const below = folders[at + 1];
  // Below an account there may also be folders by service.
  const isLocation = below === GLOBAL || (looks?.location.test(below ?? '') ?? own >= 0);
  return located(folders[at], isLocation ? below : undefined);
}

function located(account: string | undefined, location: string | undefined): Located {
  return {
    ...(account === undefined ? {} : { account: plain(account) }),
    ...(location === undefined ? {} : { location: plain(location) }),
  };
}

/** Folder names that we wrote ourselves are percent-encoded. */
function plain(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
