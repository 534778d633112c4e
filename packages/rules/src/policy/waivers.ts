import { PacketSet } from '@netposture/network/netset';
import type { Finding } from '../finding.ts';
import type { Policy, Waiver } from './policy.ts';

/** How a waiver stands to a finding that it names. */
export type WaiverStanding = 'accepts' | 'expired' | 'outgrown' | 'perhaps-outgrown';

/**
 * The findings with waivers applied: an accepted one is `waived`, still shown. An expired or outgrown waiver changes nothing
 * but leaves its name, so that the owner sees which one it was.
 */
export function applyWaivers(
  policy: Policy,
  findings: readonly Finding[],
  now: string,
): readonly Finding[] {
  if (policy.waivers.length === 0) return findings;
  return findings.map((finding) => {
    const named = policy.waivers.filter((waiver) => names(waiver, finding));
    const accepting = named.find((waiver) => standingOf(waiver, finding, now) === 'accepts');
    if (accepting !== undefined) {
      const reason = `waived by ${accepting.owner} until ${accepting.expires}: ${accepting.reason}`;
      return {
        ...finding,
        state: 'waived',
        waiver: accepting.name,
        reasons: [...finding.reasons, reason],
      };
    }
    const [failing] = named;
    return failing === undefined ? finding : { ...finding, waiver: failing.name };
  });
}

/** Whether a waiver still covers what a finding holds. */
export function standingOf(waiver: Waiver, finding: Finding, now: string): WaiverStanding {
  if (isExpired(waiver, now)) return 'expired';
  if (waiver.accepts === undefined) return 'accepts';
  const accepted = PacketSet.unionOf(
    waiver.accepts.map(({ sources, transport }) =>
      PacketSet.all.restrict({ source: sources, transport }),
    ),
  );
  if (!finding.packets.isSubsetOf(accepted)) return 'outgrown';
  return finding.undeterminedPackets.isSubsetOf(accepted) ? 'accepts' : 'perhaps-outgrown';
}

/** Whether the last day of a waiver is over. */
export function isExpired({ expires }: Waiver, now: string): boolean {
  return now.slice(0, 10) > expires;
}

/** Whether a waiver is about a finding: by its id, or by rule and a pattern of the subject's name or ids. */
export function names(waiver: Waiver, finding: Finding): boolean {
  if (waiver.finding !== undefined) return waiver.finding === finding.id;
  if (waiver.rule !== undefined && waiver.rule !== finding.rule) return false;
  if (waiver.subject === undefined) return waiver.rule !== undefined;
  const texts =
    finding.subject.kind === 'records'
      ? [finding.subjectName, ...finding.subject.ids]
      : [finding.subjectName];
  return texts.some((text) => matches(waiver.subject ?? '', text));
}

/** Whether a text fits a pattern in which `*` stands for any text. */
export function matches(pattern: string, text: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === text;
  if (!text.startsWith(head)) return false;
  let from = head.length;
  for (const part of rest.slice(0, -1)) {
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  const tail = rest.at(-1) ?? '';
  return text.length - tail.length >= from && text.endsWith(tail);
}
