import { COMPUTE_METHODS } from './compute-methods.ts';
import { LOG_METHODS } from './log-methods.ts';
import type { Method } from './method.ts';
import { SERVICE_METHODS } from './service-methods.ts';

/** Every method that the simulation knows. */
export const METHODS: readonly Method[] = [...COMPUTE_METHODS, ...SERVICE_METHODS, ...LOG_METHODS];
