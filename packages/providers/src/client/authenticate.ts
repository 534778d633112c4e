import { CallFailure } from './call-failure.ts';
import type { Layer } from './transport.ts';

/** The headers that prove who asks, made anew for every request: no transport keeps a token. */
export type Authenticator = (signal: AbortSignal) => Promise<Readonly<Record<string, string>>>;

/** An authenticator with a fixed bearer token. */
export function bearer(token: string): Authenticator {
  return async () => ({ authorization: `Bearer ${token}` });
}

/** An authenticator with a user name and a password (RFC 7617). */
export function basic(user: string, password: string): Authenticator {
  const encoded = Buffer.from(`${user}:${password}`, 'utf8').toString('base64');
  return async () => ({ authorization: `Basic ${encoded}` });
}

/** Adds the credential to every request. A credential that cannot be had is `unauthenticated`. */
export function authenticate(authenticator: Authenticator): Layer {
  return (next) => ({
    async send(request) {
      let credential: Readonly<Record<string, string>>;
      try {
        credential = await authenticator(request.signal);
      } catch (error) {
        request.signal.throwIfAborted();
        if (error instanceof CallFailure) throw error;
        const reason = error instanceof Error ? error.message : 'unknown reason';
        throw new CallFailure('unauthenticated', `No credential could be obtained: ${reason}`);
      }
      return next.send({ ...request, headers: { ...request.headers, ...credential } });
    },
  });
}
