import { CallFailure } from './call-failure.ts';
import type { Layer } from './transport.ts';

/**
 * Refuses to send anything but a plain path below the provider's base address. The client libraries
 * underneath would send the token to any absolute URL that they are handed (CVE-2025-27152).
 */
export function pinOrigin(): Layer {
  return (next) => ({
    async send(request) {
      const refusal = refusalOf(request.path);
      if (refusal !== undefined) throw new CallFailure('refused', refusal);
      return next.send(request);
    },
  });
}

function refusalOf(path: string): string | undefined {
  if (!path.startsWith('/') || path.startsWith('//')) {
    return 'A request to another host was refused: only paths below the base address are sent.';
  }
  if (!/^[\w/.~!$&'()*+,;=:@%-]*$/.test(path)) {
    return 'A request path with unencoded characters was refused.';
  }
  const decoded = path.split('/').map((segment) => segment.replaceAll(/%2e/gi, '.'));
  return decoded.some((segment) => segment === '.' || segment === '..')
    ? 'A request path with dot segments was refused.'
    : undefined;
}
