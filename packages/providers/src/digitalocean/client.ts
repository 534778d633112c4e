import { instance } from 'digitalocean-js/src/lib/axios-instance.js';
import { createAxiosTransport } from '../client/axios-transport.ts';
import { CallFailure } from '../client/call-failure.ts';
import type { Transport } from '../client/transport.ts';

/**
 * The axios instance of digitalocean-js as the transport, and nothing else of the package: its lists
 * stop at twenty items, it knows neither databases nor VPCs, and its constructor puts the token into
 * this one instance of the process, so that a second team's token would go out with the first team's
 * requests (docs/adr: digitalocean-js as a transport). Replacing the package means replacing this file.
 *
 * The base address is given with every request, and one that brings no credential of its own is
 * refused: whatever somebody has put into the instance never decides on whose behalf we ask.
 *
 * @param baseUrl may hold a path.
 * @throws TypeError for an address that is not http(s) or that carries a user name.
 */
export function createDigitalOceanTransport(baseUrl: string): Transport {
  const transport = createAxiosTransport({ instance, baseUrl });
  return {
    async send(request) {
      if (!/^Bearer \S/.test(request.headers['authorization'] ?? '')) {
        throw new CallFailure('refused', 'A request without a credential of its own was refused.');
      }
      return transport.send(request);
    },
  };
}
