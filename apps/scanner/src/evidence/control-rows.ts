import { CONTROLS, RULES } from '@netposture/rules';

type Row = Readonly<Record<string, unknown>>;

/** For every control that rules give evidence for: those rules, and how many findings of each state they have now. */
export function controlRows(findings: readonly Row[]): readonly Row[] {
  return CONTROLS.map(({ id: control, framework, gist }) => ({
    control,
    framework,
    gist,
    rules: RULES.flatMap(({ id, controls }) => {
      const own = controls.find((one) => one.control === control);
      if (own === undefined) return [];
      return [
        { rule: id, why: own.why, findings: countsOf(findings.filter(({ rule }) => rule === id)) },
      ];
    }),
  }));
}

function countsOf(findings: readonly Row[]): Readonly<Record<string, number>> {
  const count = (state: string) => findings.filter((finding) => finding['state'] === state).length;
  return {
    open: count('open'),
    undetermined: count('undetermined'),
    waived: count('waived'),
    resolved: count('resolved'),
  };
}
