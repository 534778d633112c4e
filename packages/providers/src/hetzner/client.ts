import hcloud from 'hcloud-js';
import { checkedBase, createAxiosTransport } from '../client/axios-transport.ts';
import type { Transport } from '../client/transport.ts';

/** To whom a client speaks, and with which token. */
export interface HcloudTransportOptions {
  /** May hold a path: `https://api.hetzner.cloud/v1`. */
  readonly baseUrl: string;
  readonly token: string;
}

/**
 * hcloud-js as the authenticated transport, and nothing else of it: its lists throw on today's API,
 * its errors are no errors, it never retries, and it would send the token to any absolute URL
 * (docs/adr: hcloud-js as a transport). Replacing the package means replacing this file.
 *
 * The token belongs to the one client that is made here, never to the process.
 *
 * @throws TypeError for an address that is not http(s) or that carries a user name.
 */
export function createHcloudTransport(options: HcloudTransportOptions): Transport {
  const { baseUrl, token } = options;
  const baseURL = checkedBase(baseUrl);
  const client = new hcloud.Client({ token, baseURL, timeout: 0 });
  return createAxiosTransport({ instance: client.axios, baseUrl });
}
