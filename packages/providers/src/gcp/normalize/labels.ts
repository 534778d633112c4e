/** Prefix of the labels that stand for network tags. */
export const NETWORK_TAG = 'network-tag/';
/** Prefix of the labels that stand for the service accounts of an instance. */
export const SERVICE_ACCOUNT = 'service-account/';
/** Prefix of the labels that stand for secure tags, followed by `tagValues/123`. */
export const SECURE_TAG = 'secure-tag/';

/** Labels that stand for tags: the key says it all. */
export function tagLabels(
  prefix: string,
  names: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [`${prefix}${name}`, '']));
}
