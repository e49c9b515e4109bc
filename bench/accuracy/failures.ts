import type { Answered, Scored } from './score.ts'
import { table } from './table.ts'

const escaped = (value: string) => value.replaceAll('|', '\\|')
export const segmentText = (segments: Answered['segments'] | undefined) =>
  segments === undefined
    ? '–'
    : segments.length === 0
      ? 'everywhere'
      : segments
          .map(segment => segment.map(({ column, value }) => `${column}=${value ?? 'NULL'}`).join(' & '))
          .join('; ')

export const isWrong = ({ answer, truth, group }: Scored) =>
  group !== 'disturbed' &&
  (answer === null
    ? truth !== null
    : truth === null
      ? answer.falseCause
      : !answer.causeRight || !answer.segmentRight || !answer.onsetRight || !answer.originRight)

export const answerText = ({ answer, problem }: Scored) =>
  answer === null
    ? (problem ?? 'no answer')
    : `${answer.conclusion}: ${answer.cause ?? '–'} (top 3: ${answer.top3.join(', ')}); ${segmentText(answer.segments)}; ${answer.onset?.at ?? 'no onset'}`

export const truthText = ({ truth }: Scored) =>
  truth === null
    ? 'no fault'
    : `${truth.causes.join(' or ')}; ${segmentText(truth.segments[0])}; ${truth.onsets[0]?.at ?? '–'}; in ${truth.origins.join(' or ')}`

const row = (one: Scored) =>
  [
    one.id,
    [...(one.spec.opaque ? ['opaque'] : []), ...one.spec.extras].join(', ') || '–',
    `${one.metric} on ${one.day}`,
    one.effect === null ? '–' : one.effect.score.toFixed(1),
    truthText(one),
    answerText(one),
  ].map(escaped)

export const failuresTable = (scored: readonly Scored[]) => {
  const failures = scored.filter(isWrong)
  return failures.length === 0
    ? 'No failures.'
    : table(['not right', 'extras', 'watched', 'visible as', 'truth', 'answer'], failures.map(row))
}
