/** How bad a broken rule is, from least to worst. */
export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;

/** One of {@link SEVERITIES}. */
export type Severity = (typeof SEVERITIES)[number];

/** The worse of two severities. */
export function worse(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(a) >= SEVERITIES.indexOf(b) ? a : b;
}

/** The milder of two severities. */
export function milder(a: Severity, b: Severity): Severity {
  return worse(a, b) === a ? b : a;
}
