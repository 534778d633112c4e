import { z } from 'zod';
import { maybeFlag, maybeNumber, maybeText, text } from './parts.ts';

/** One entry of the admin activity log. Of what was sent and answered nothing is read: it may hold secrets. */
export const auditLogItem = z.object({
  timestamp: text,
  insertId: maybeText,
  /** Long-running calls are logged when they begin and when they end, both with one id. */
  operation: z.object({ id: maybeText, first: maybeFlag, last: maybeFlag }).optional(),
  protoPayload: z.object({
    methodName: text,
    resourceName: maybeText,
    authenticationInfo: z.object({ principalEmail: maybeText }).optional(),
    /** Absent or without a code where the call did what it was asked to. */
    status: z.object({ code: maybeNumber }).optional(),
  }),
});
export type AuditLogItem = z.infer<typeof auditLogItem>;
