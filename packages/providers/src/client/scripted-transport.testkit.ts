import type { HttpRequest, HttpResponse, Transport } from './transport.ts';

/** One scripted answer: a response, or an error to reject with. */
export type Scripted = Partial<HttpResponse> | Error;

/** A transport that gives the scripted answers in order and rejects when they are used up. */
export function scripted(answers: readonly Scripted[]): Transport & {
  readonly requests: readonly HttpRequest[];
} {
  const requests: HttpRequest[] = [];
  return {
    requests,
    async send(request) {
      const answer = answers[requests.length];
      requests.push(request);
      if (answer === undefined) throw new Error(`Nothing is scripted for ${request.path}`);
      if (answer instanceof Error) throw answer;
      return { status: 200, headers: {}, body: '{}', ...answer };
    },
  };
}
