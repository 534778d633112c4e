import type { AuthClient, GoogleAuth } from 'google-auth-library';
import type { Authenticator } from '../client/authenticate.ts';
import { CallFailure } from '../client/call-failure.ts';
import type { GcpSettings } from './settings.ts';

/** Reading is all we ask for; the role of the credential narrows it further. */
const SCOPES = ['https://www.googleapis.com/auth/cloud-platform.read-only'];
/** Impersonation mints a token by a POST, which the read-only scope does not allow. */
const MINTING_SCOPES = ['https://www.googleapis.com/auth/cloud-platform'];

/** Who asks: mints request headers, and knows the project of the credential itself. */
export interface Credential {
  readonly authenticate: Authenticator;
  /** The project that the credential belongs to, where it tells. */
  readonly ownProject: () => Promise<string | undefined>;
}

const remembered = new WeakMap<GcpSettings, Credential>();

/** The credential of an account entry; the same settings object gives the same one, so that tokens are shared. */
export function credentialOf(settings: GcpSettings): Credential {
  const known = remembered.get(settings);
  if (known !== undefined) return known;
  const made = makeCredential(settings);
  remembered.set(settings, made);
  return made;
}

/** Late: who reads files offline needs no credential, and the library takes 50 ms to load. */
const library = () => import('google-auth-library');

function makeCredential(settings: GcpSettings): Credential {
  let client: Promise<AuthClient> | undefined;
  let auth: Promise<GoogleAuth> | undefined;
  return {
    async authenticate() {
      try {
        if (settings.accessToken === undefined) auth ??= googleAuth(settings);
        client ??= clientOf(settings, auth);
        const headers = await (await client).getRequestHeaders();
        return Object.fromEntries(headers);
      } catch (error) {
        client = undefined;
        throw unusable(error);
      }
    },
    async ownProject() {
      if (settings.accessToken !== undefined) return undefined;
      auth ??= googleAuth(settings);
      return auth.then((known) => known.getProjectId()).catch(() => undefined);
    },
  };
}

async function googleAuth(settings: GcpSettings): Promise<GoogleAuth> {
  const { GoogleAuth } = await library();
  const scopes = settings.impersonate === undefined ? SCOPES : MINTING_SCOPES;
  if (settings.credentials === undefined) return new GoogleAuth({ scopes });
  return new GoogleAuth({ scopes, credentials: parsedKey(settings.credentials) });
}

async function clientOf(
  settings: GcpSettings,
  auth: Promise<GoogleAuth> | undefined,
): Promise<AuthClient> {
  const { Impersonated } = await library();
  const known = await auth;
  const source = known === undefined ? await staticClient(settings) : await known.getClient();
  if (settings.impersonate === undefined) return source;
  return new Impersonated({
    sourceClient: source,
    targetPrincipal: settings.impersonate,
    targetScopes: SCOPES,
    ...(settings.endpoint === undefined ? {} : { endpoint: `${settings.endpoint}/iamcredentials` }),
  });
}

async function staticClient(settings: GcpSettings): Promise<AuthClient> {
  const { OAuth2Client } = await library();
  const client = new OAuth2Client();
  client.setCredentials({ access_token: settings.accessToken ?? null });
  return client;
}

function parsedKey(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Falls through: the text is a secret and must not be quoted.
  }
  throw new CallFailure('unauthenticated', 'The credentials are not the JSON text of a key file.');
}

/** The library's own errors may quote the key or the answer of the token server: only the kind is passed on. */
function unusable(error: unknown): CallFailure {
  if (error instanceof CallFailure) return error;
  const text = error instanceof Error ? error.message : '';
  const reason = /Could not load the default credentials/.test(text)
    ? 'no Application Default Credentials were found'
    : /invalid_grant|invalid_client|unauthorized/i.test(text)
      ? 'Google refused the credential'
      : 'the credential could not be used';
  return new CallFailure('unauthenticated', `No access token could be obtained: ${reason}.`);
}
