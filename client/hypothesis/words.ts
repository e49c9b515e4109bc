import type { ConfidenceWord, Favours, Strength, Verdict } from '../gql/graphql.ts'
import type { IconName } from '../ui/icons.ts'
import type { Tone } from '../ui/tone.ts'

export const verdictWords: Readonly<Record<Verdict, { label: string; tone: Tone; icon: IconName }>> = {
  OPEN: { label: 'Testing', tone: 'accent', icon: 'flask' },
  SUPPORTED: { label: 'Supported', tone: 'good', icon: 'check' },
  REFUTED: { label: 'Refuted', tone: 'neutral', icon: 'x' },
  INCONCLUSIVE: { label: 'Inconclusive', tone: 'warn', icon: 'minus' },
}

/** What is left open when a case ends early. */
export const notTested: { label: string; tone: Tone; icon: IconName } = {
  label: 'Not tested',
  tone: 'neutral',
  icon: 'circle',
}

/** What somebody took out of the case. */
export const leftOut: { label: string; tone: Tone; icon: IconName } = {
  label: 'Left out',
  tone: 'neutral',
  icon: 'ban',
}

export const confidenceWords: Readonly<Record<ConfidenceWord, { label: string; tone: Tone }>> = {
  HIGH: { label: 'High confidence', tone: 'good' },
  MEDIUM: { label: 'Medium confidence', tone: 'warn' },
  LOW: { label: 'Low confidence', tone: 'neutral' },
}

export const favoursWords: Readonly<Record<Favours, { label: string; tone: Tone; icon: IconName }>> = {
  FOR: { label: 'Speaks for it', tone: 'good', icon: 'plus' },
  AGAINST: { label: 'Speaks against it', tone: 'bad', icon: 'minus' },
  NEITHER: { label: 'Speaks for neither', tone: 'neutral', icon: 'circle' },
}

export const strengthWords: Readonly<Record<Strength, string>> = {
  DECISIVE: 'decisive',
  STRONG: 'strong',
  WEAK: 'weak',
}
