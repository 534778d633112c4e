export {
  type AnswerChange,
  compareAnswers,
  compareExposures,
  type ExposureChange,
} from './compare.ts';
export { type Disposition, dispositions } from './disposition.ts';
export { asSenders, asTargets, type Endpoint, EndpointError, resolveEndpoint } from './endpoint.ts';
export type { ExplainedHop, Explanation, MatchingRule } from './explanation.ts';
export type { Exposure, ExposureQuestion, ExposureWay } from './exposure.ts';
export { type QueryClass, QueryClasses } from './query-class.ts';
export type { Question, Senders, Targets } from './question.ts';
export {
  type AnswerSets,
  deniedAnswer,
  type ReachAnswer,
  unitedAnswers,
  type VerdictWord,
  wordOf,
} from './reach-answer.ts';
export {
  answerQuery,
  type QueryEnds,
  queryEnds,
  type ReachHop,
  type ReachQuery,
  type ReachResult,
  transportOf,
  transportOfPacket,
  typicalPacket,
  typicalTransport,
  verdictSets,
} from './reach-query.ts';
export { Reachability } from './reachability.ts';
export {
  describePacket,
  nameOf,
  protocolName,
  renderExplanation,
  sentenceOf,
} from './render-explanation.ts';
export type { RuleChange, SmallestChange } from './smallest-change.ts';
export { interfacesOf } from './targets.ts';
export type { Hop, HopKind, HopVerdict, Path } from './trace.ts';
