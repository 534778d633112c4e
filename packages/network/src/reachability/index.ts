export { type Disposition, dispositions } from './disposition.ts';
export type { Question, Senders, Targets } from './question.ts';
export { type AnswerSets, type ReachAnswer, Reachability } from './reachability.ts';
export type { Hop, HopKind, HopVerdict, Path } from './trace.ts';
