import { type Policy, parsePolicy } from '@netposture/rules';
import { systemEnvironment } from '../config/environment.ts';
import { PostureError } from '../errors.ts';

/**
 * The policy in the text of a file.
 *
 * @throws PostureError `POSTURE_POLICY_REFUSED` with the places of what is wrong
 */
export function readPolicy(text: string, file: string): Policy {
  const { policy, problems, isRefused } = parsePolicy(text, file, {
    environment: systemEnvironment(),
  });
  if (!isRefused) return policy;
  const words = problems.map(({ line, column, message }) => `${line}:${column}: ${message}`);
  throw new PostureError('POSTURE_POLICY_REFUSED', `${file} was not used. ${words.join(' ')}`);
}
