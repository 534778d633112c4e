/**
 * The part of digitalocean-js 2.1.2 that we use: the one axios instance of the package. Its own types
 * name the axios of CommonJS, which is another type to the compiler.
 */
declare module 'digitalocean-js/src/lib/axios-instance.js' {
  import type { AxiosInstance } from 'axios';

  export const instance: AxiosInstance;
}
