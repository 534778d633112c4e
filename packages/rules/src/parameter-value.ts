/** A value that the policy file may set for a rule. */
export type ParameterValue = number | boolean | readonly string[];
