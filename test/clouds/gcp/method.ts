import type { Raw } from './json.ts';
import type { GcpWorld, ProjectWorld } from './world.ts';

/** How a method answers, before paging. */
export type Answer =
  | { readonly kind: 'object'; readonly body: Raw }
  | {
      readonly kind: 'list';
      readonly key: string;
      readonly items: readonly Raw[];
      readonly maximum: number;
      readonly sizeParameter: 'maxResults' | 'pageSize' | undefined;
      readonly extra?: Raw;
    }
  | {
      readonly kind: 'aggregated';
      readonly key: string;
      readonly items: readonly Raw[];
      readonly unreachable: readonly string[];
    }
  | { readonly kind: 'error'; readonly status: number; readonly message: string };

/** What a method is called with. */
export interface Call {
  readonly world: GcpWorld;
  readonly project: ProjectWorld | undefined;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** What was sent with a POST. */
  readonly body?: Raw;
}

/** One method of the simulated services. */
export interface Method {
  readonly id: string;
  readonly service: string;
  readonly verb: 'GET' | 'POST';
  readonly path: RegExp;
  /** Query parameters besides those of paging. */
  readonly parameters: readonly string[];
  /** Paging and the project are members of the body, not of the address. */
  readonly asksInBody?: true;
  readonly answer: (call: Call) => Answer;
}

/** What is not there. */
const NOT_FOUND: Answer = { kind: 'error', status: 404, message: 'The resource was not found' };

/** The path of a project in Compute Engine. */
export const P = '/compute/v1/projects/(?<project>[^/]+)';

/** Describes a method. */
export function method(
  id: string,
  service: string,
  path: string,
  answer: Method['answer'],
  more: Partial<Method> = {},
): Method {
  return {
    id,
    service,
    verb: 'GET',
    path: new RegExp(`^${path}$`),
    parameters: [],
    answer,
    ...more,
  };
}

/** A list, before paging. */
export function list(
  key: string,
  items: readonly Raw[],
  maximum: number,
  sizeParameter: 'maxResults' | 'pageSize' | undefined,
  extra: Raw = {},
): Answer {
  return { kind: 'list', key, items, maximum, sizeParameter, extra };
}

/** The URL of something in the project that is asked. */
export function ofProject(call: Call, path: string): string {
  return `https://www.googleapis.com/compute/v1/projects/${call.project?.id}/${path}`;
}

/** An object, or that it is not there. */
export function found(body: Raw | undefined): Answer {
  return body === undefined ? NOT_FOUND : { kind: 'object', body };
}
