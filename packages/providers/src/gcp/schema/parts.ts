import { z } from 'zod';

/** A name of Google's own making. */
export const text = z.string();

/** Text that may be missing; an empty one is kept as it is. */
export const maybeText = z.string().optional();

/** A list that Google leaves out when it is empty. */
export const listOf = <T extends z.ZodType>(item: T) => z.array(item).optional();

/** Labels of a resource. */
export const labels = z.record(z.string(), z.string()).optional();

/** A 64-bit number or a port that some services write as text and others as a number. */
export const maybeNumber = z.number().optional();

/** A flag that is missing when it is false. */
export const maybeFlag = z.boolean().optional();
