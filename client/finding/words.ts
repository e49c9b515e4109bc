import type { AlternativeVerdict, ImpactBasis, Shape, TestTool } from '../gql/graphql.ts'
import type { IconName } from '../ui/icons.ts'
import type { Tone } from '../ui/tone.ts'

export const alternativeWords: Readonly<Record<AlternativeVerdict, { label: string; tone: Tone; icon: IconName }>> = {
  REFUTED: { label: 'Refuted', tone: 'neutral', icon: 'x' },
  WEAK: { label: 'Fits less well', tone: 'warn', icon: 'minus' },
  NOT_CHECKABLE: { label: 'Could not be checked', tone: 'neutral', icon: 'circle' },
}

/** Completes '1,804 rows …'. */
export const basisWords: Readonly<Record<ImpactBasis, string>> = {
  MISSING: 'missing',
  ADDED: 'more than expected',
  COPIES: 'too many: copies of others',
  FLAGGED: 'beyond the usual',
  MARKED: 'that show the fault',
  SEGMENT: 'in the segment',
}

export const shapeWords: Readonly<Record<Shape, string>> = {
  STEP: 'a step that stays',
  RAMP: 'a ramp',
  PULSE: 'a pulse that is over',
  ONE_DAY: 'that day alone',
}

export const toolWords: Readonly<Record<TestTool, string>> = {
  DBT: 'dbt',
  GREAT_EXPECTATIONS: 'Great Expectations',
  SODA: 'Soda',
}
