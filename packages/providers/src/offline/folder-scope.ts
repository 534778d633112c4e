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
  const own = folders.indexOf(provider.id);
  if (own >= 0) return located(folders[own + 1], folders[own + 2]);
  const looks = provider.recogniser.folders;
  if (looks === undefined) return {};
  const at = folders.findLastIndex((name) => looks.account.test(name));
  if (at < 0) return {};
  const below = folders[at + 1];
  return located(
    folders[at],
    below !== undefined && looks.location.test(below) ? below : undefined,
  );
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
