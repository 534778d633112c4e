/**
 * The part of hcloud-js 1.4.1 that we use: the constructor and the axios instance that it
 * authenticates. The package has no types of its own.
 */
declare module 'hcloud-js' {
  import type { AxiosInstance } from 'axios';

  class Client {
    constructor(options: {
      readonly token: string;
      readonly baseURL?: string;
      readonly timeout?: number;
    });
    readonly axios: AxiosInstance;
  }

  const hcloud: { readonly Client: typeof Client };
  // biome-ignore lint/style/noDefaultExport: A CommonJS package is imported by its default.
  export default hcloud;
}
