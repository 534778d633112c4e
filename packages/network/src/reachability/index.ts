export { type Disposition, dispositions } from './disposition.ts';
export type { Exposure, ExposureQuestion, ExposureWay } from './exposure.ts';
export type { Question, Senders, Targets } from './question.ts';
export { type AnswerSets, deniedAnswer, type ReachAnswer, unitedAnswers } from './reach-answer.ts';
export { Reachability } from './reachability.ts';
export { interfacesOf } from './targets.ts';
export type { Hop, HopKind, HopVerdict, Path } from './trace.ts';
