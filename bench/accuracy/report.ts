import { recipes } from './faults/index.ts'
import type { Answered, Scored } from './score.ts'

/** The 95 % Wilson interval of a share. */
export const wilson = (hits: number, of: number): readonly [number, number] => {
  if (of === 0) return [0, 1]
  const z = 1.959964
  const share = hits / of
  const centre = share + z * z / (2 * of)
  const half = z * Math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
  const scale = 1 + z * z / of
  return [Math.max(0, (centre - half) / scale), Math.min(1, (centre + half) / scale)]
}

const percent = (share: number) => `${Math.round(share * 100)} %`
const rate = (cases: readonly Scored[], hit: (answer: Answered) => boolean) => {
  const hits = cases.filter(({ answer }) => answer !== null && hit(answer)).length
  const [low, high] = wilson(hits, cases.length)
  return cases.length === 0 ? '–' : `${hits}/${cases.length} = ${percent(hits / cases.length)} (${Math.round(low * 100)}–${Math.round(high * 100)})`
}
const short = (cases: readonly Scored[], hit: (answer: Answered) => boolean) =>
  `${cases.filter(({ answer }) => answer !== null && hit(answer)).length}/${cases.length}`

const worst = (cases: readonly Scored[], of: (answer: Answered) => number, digits = 0) => {
  const values = cases.flatMap(({ answer }) => answer === null ? [] : of(answer)).toSorted((a, b) => a - b)
  return values.length === 0 ? '–' : `${values[Math.floor(values.length / 2)]?.toFixed(digits)} / ${values.at(-1)?.toFixed(digits)}`
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
const table = (head: readonly string[], rows: readonly (readonly string[])[]) => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')

const faultRow = (name: string, cases: readonly Scored[]) => [
  name, String(cases.length),
  short(cases, a => a.causeRight), short(cases, a => a.inTop3), short(cases, a => a.segmentRight), short(cases, a => a.onsetRight),
  worst(cases, a => a.queries), worst(cases, a => a.scans), worst(cases, a => a.seconds, 1),
]

const text = (value: unknown) => JSON.stringify(value).replaceAll('|', '\\|')
const segmentText = (segments: Answered['segments'] | undefined) => segments === undefined ? '–' : segments.length === 0
  ? 'everywhere' : segments.map(segment => segment.map(({ column, value }) => `${column}=${value ?? 'NULL'}`).join(' & ')).join('; ')

const wrong = ({ answer, truth }: Scored) => answer === null ? truth !== null
  : truth === null ? answer.falseCause : !answer.causeRight || !answer.segmentRight || !answer.onsetRight

const failureRow = ({ id, metric, day, truth, effect, answer, problem }: Scored) => [
  id, `${metric} on ${day}`, effect === null ? '–' : effect.score.toFixed(1),
  truth === null ? 'no fault' : `${truth.cause}; ${segmentText(truth.segments[0])}; ${truth.onset.at}`,
  answer === null ? text(problem ?? 'no answer')
    : `${answer.conclusion}: ${answer.cause ?? '–'} (top 3: ${answer.top3.join(', ')}); ${segmentText(answer.segments)}; ${answer.onset?.at ?? 'no onset'}`,
]

/** Mean squared error of the stated confidence about the cause, over the cases in which a cause was claimed. */
const brier = (cases: readonly Scored[]) => {
  const claimed = cases.flatMap(({ answer }) => answer?.conclusion === 'causeFound' ? answer : [])
  const squared = claimed.reduce((sum, { confidence, causeRight }) => sum + (confidence - (causeRight ? 1 : 0)) ** 2, 0)
  return claimed.length === 0 ? '–' : (squared / claimed.length).toFixed(3)
}

export const reportText = (scored: readonly Scored[], command: string): string => {
  const of = (group: string) => scored.filter(one => one.group === group)
  const faults = scored.filter(({ truth }) => truth !== null)
  const controls = scored.filter(({ group }) => group === 'ordinary' || group === 'holiday')
  const segmented = faults.filter(({ truth }) => truth?.segments[0]?.length !== 0)
  const part = (name: 'strength' | 'scope', value: string) => faults.filter(({ spec }) => spec[name] === value)
  const failures = scored.filter(one => one.group !== 'disturbed' && wrong(one))
  return [
    `\`${command}\``, '',
    table(['figure', 'value (95 % interval)'], [
      ['cause right', rate(faults, a => a.causeRight)],
      ['cause among the first three', rate(faults, a => a.inTop3)],
      ['segment right, where one was injected', rate(segmented, a => a.segmentRight)],
      ['segment right, everywhere included', rate(faults, a => a.segmentRight)],
      ['onset right', rate(faults, a => a.onsetRight)],
      ['false causes on controls', rate(controls, a => a.falseCause)],
      ['Brier score of the stated confidence', brier(scored)],
      ['queries, median / most', worst(scored, a => a.queries)],
      ['scans of the table, median / most', worst(scored, a => a.scans)],
      ['seconds, median / most', worst(scored, a => a.seconds, 1)],
      ['broke off', `${scored.filter(({ answer }) => answer === null).length}/${scored.length}`],
    ]), '',
    table(['fault', 'cases', 'cause', 'top 3', 'segment', 'onset', 'queries', 'scans', 'seconds'], [
      ...recipes.map(({ id, kind }) => faultRow(`${id} ${kind}`, of(id))),
      ...(['strong', 'mild'] as const).map(value => faultRow(`all, ${value}`, part('strength', value))),
      ...(['everywhere', 'one', 'two'] as const).map(value => faultRow(`all, scope ${value}`, part('scope', value))),
    ]), '',
    table(['nothing injected', 'cases', 'false cause', 'no anomaly', 'expected change', 'no cause found', 'broke off'],
      (['ordinary', 'holiday', 'disturbed'] as const).map(group => [
        group === 'disturbed' ? 'real storms (not scored)' : group, String(of(group).length), short(of(group), a => a.falseCause),
        ...(['noAnomaly', 'expectedChange', 'causeNotFound'] as const).map(conclusion => short(of(group), a => a.conclusion === conclusion)),
        `${of(group).filter(({ answer }) => answer === null).length}`,
      ])), '',
    failures.length === 0 ? 'No failures.' : table(['not right', 'watched', 'visible as', 'truth', 'answer'], failures.map(failureRow)), '',
  ].join('\n')
}
