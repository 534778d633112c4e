declare const brand: unique symbol;

/** A string that only this package's constructors make, so that ids of different kinds are never mixed up. */
export type Brand<Name extends string> = string & { readonly [brand]: Name };

/** Which adapter a record came from. A plain name to carry and print; the core never branches on it. */
export type ProviderId = Brand<'ProviderId'>;

/** Identity of a record: `provider/account/location/kind/nativeId`, the same in every scan. */
export type ResourceId = Brand<'ResourceId'>;

/** The five parts of a {@link ResourceId}. `nativeId` may hold slashes; the others never do. */
export interface ResourceIdParts {
  readonly provider: string;
  readonly account: string;
  /** Region, zone or location of the provider; `global` where the resource has none. */
  readonly location: string;
  readonly kind: string;
  readonly nativeId: string;
}

/** The branded form of a provider's name, such as the first part of its resource ids. */
export function providerId(name: string): ProviderId {
  return name as ProviderId;
}

/** Builds an id. A slash or percent sign in one of the first four parts is percent-encoded, so that the encoding stays injective. */
export function resourceId(parts: ResourceIdParts): ResourceId {
  const head = [parts.provider, parts.account, parts.location, parts.kind].map(encodePart);
  return [...head, parts.nativeId].join('/') as ResourceId;
}

/** The parts an id was built from; the inverse of {@link resourceId}. Missing parts come back as empty text. */
export function resourceIdParts(id: ResourceId): ResourceIdParts {
  const [provider = '', account = '', location = '', kind = '', ...native] = id.split('/');
  return {
    provider: decodePart(provider),
    account: decodePart(account),
    location: decodePart(location),
    kind: decodePart(kind),
    nativeId: native.join('/'),
  };
}

function encodePart(part: string): string {
  return part.replaceAll('%', '%25').replaceAll('/', '%2F');
}

function decodePart(part: string): string {
  return part.replaceAll('%2F', '/').replaceAll('%25', '%');
}
