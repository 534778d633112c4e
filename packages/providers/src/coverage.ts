export {
  type CoverageEntry,
  type CoverageKey,
  type CoverageOutcome,
  type CoverageScope,
  coverageKey,
  isGap,
} from '@netposture/network/graph';
