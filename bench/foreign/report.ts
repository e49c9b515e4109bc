import { meanRows, rate } from '../accuracy/report.ts'
import type { Answered, Scored } from '../accuracy/score.ts'
import { table } from '../accuracy/table.ts'

const right = (answer: Answered) => answer.causeRight

const columns: readonly (readonly [head: string, value: (cases: readonly Scored[]) => string])[] = [
  ['cause', cases => rate(cases, right)],
  ['first three', cases => rate(cases, answer => answer.inTop3)],
  ['segment, where one', cases => rate(segmented(cases), answer => answer.segmentRight)],
  ['onset', cases => rate(cases, answer => answer.onsetRight)],
  ['table of origin', cases => rate(cases, answer => answer.originRight)],
  ['rows, mean Jaccard', cases => meanRows(cases)],
]
const segmented = (cases: readonly Scored[]) => cases.filter(({ truth }) => (truth?.segments[0]?.length ?? 0) > 0)
const broken = (cases: readonly Scored[]) => `${cases.filter(({ answer }) => answer === null).length}/${cases.length}`

const row = (name: string, cases: readonly Scored[]) => {
  const faults = cases.filter(({ truth }) => truth !== null)
  const calm = cases.filter(({ truth }) => truth === null)
  return [name, ...columns.map(([, value]) => value(faults)), rate(calm, answer => answer.falseCause), broken(cases)]
}

const by = (scored: readonly Scored[], key: (one: Scored) => string) =>
  [...new Set(scored.map(key))].toSorted().map(name =>
    row(
      name,
      scored.filter(one => key(one) === name),
    ),
  )

const place = (segments: Answered['segments']) =>
  segments.length === 0
    ? 'everywhere'
    : segments.map(one => one.map(({ column, value }) => `${column} = ${value ?? 'NULL'}`).join(' and ')).join(', ')

const wrong = ({ truth, answer }: Scored) => {
  if (answer === null) return ['broke off']
  if (truth === null) return answer.falseCause ? ['false cause'] : []
  return [
    answer.causeRight ? [] : ['cause'],
    answer.segmentRight ? [] : ['segment'],
    answer.onsetRight ? [] : ['onset'],
    answer.originRight ? [] : ['origin'],
  ].flat()
}

const cell = (text: string) => text.replaceAll('|', '\\|')

const told = (one: Scored) => {
  const { truth, answer, problem } = one
  const should =
    truth === null
      ? 'nothing wrong'
      : `${truth.causes.join(' / ')}; ${place(truth.segments[0] ?? [])}; ${truth.onsets[0]?.at ?? ''}; ${truth.origins.join(' / ')}`
  const said =
    answer === null
      ? (problem ?? '')
      : `${answer.conclusion} ${answer.cause ?? ''}; ${place(answer.segments)}; ${answer.onset?.at ?? ''}; ${answer.confidence.toFixed(2)}`
  return [one.id, one.spec.base, one.metric, one.day, wrong(one).join(', '), should, said].map(cell)
}

export const reportText = (
  scored: readonly Scored[],
  { command, unseen }: { readonly command: string; readonly unseen: readonly string[] },
): string => {
  const head = (name: string) => [name, ...columns.map(([title]) => title), 'false causes', 'broke off']
  return [
    `\`${command}\``,
    '',
    ...(unseen.length === 0 ? [] : [`Left out, for no draw of them can be seen: ${unseen.join(', ')}.`, '']),
    table(head('all'), [row('all', scored)]),
    '',
    table(
      head('kind'),
      by(scored, ({ group }) => group),
    ),
    '',
    table(
      head('business'),
      by(scored, ({ spec }) => spec.base),
    ),
    '',
    table(
      head('strength'),
      by(scored, ({ spec }) => spec.strength),
    ),
    '',
    table(
      ['case', 'business', 'metric', 'day', 'not right', 'truth', 'answer'],
      scored.filter(one => wrong(one).length > 0).map(told),
    ),
  ].join('\n')
}
