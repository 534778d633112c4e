import type { PolicyDocument } from './policy-document.ts';

const SECRET_KEY =
  /(token|secret|password|passwd|api_?key|private_?key|access_?key|webhook_?url)$/i;
const REFERENCE = /^(\$\{[A-Za-z_][A-Za-z0-9_]*\}|file:.+)$/;

/** Refuses secrets that are written out: a policy file is shared, and its errors are printed. The value is never repeated. */
export function checkSecrets(
  document: PolicyDocument,
  value: unknown,
  path: readonly PropertyKey[] = [],
): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    const step = Array.isArray(value) ? Number(key) : key;
    if (typeof item === 'string' && SECRET_KEY.test(key) && !REFERENCE.test(item)) {
      const message = `"${key}" holds a secret as plain text. Write a reference such as \${HCLOUD_TOKEN}, or file:/path.`;
      document.report(
        'error',
        'POSTURE_POLICY_SECRET',
        message,
        document.position([...path, step]),
      );
    }
    checkSecrets(document, item, [...path, step]);
  }
}
