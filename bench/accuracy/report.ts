import { recipes } from './faults/index.ts'
import { failuresTable } from './failures.ts'
import type { Answered, Scored } from './score.ts'
import { bins, brier, calibrationError, statedOf, wilson } from './statistics.ts'
import { table } from './table.ts'

type Hit = (answer: Answered) => boolean
const hitsOf = (cases: readonly Scored[], hit: Hit) =>
  cases.filter(({ answer }) => answer !== null && hit(answer)).length
const interval = (hits: number, of: number) =>
  wilson(hits, of)
    .map(bound => Math.round(bound * 100))
    .join('–')

export const rate = (cases: readonly Scored[], hit: Hit) => {
  const hits = hitsOf(cases, hit)
  return cases.length === 0
    ? '–'
    : `${hits}/${cases.length} = ${Math.round((hits / cases.length) * 100)} % (${interval(hits, cases.length)})`
}
const short = (cases: readonly Scored[], hit: Hit) => `${hitsOf(cases, hit)}/${cases.length}`
const withInterval = (cases: readonly Scored[], hit: Hit) =>
  cases.length === 0 ? '–' : `${short(cases, hit)} (${interval(hitsOf(cases, hit), cases.length)})`

const worst = (cases: readonly Scored[], of: (answer: Answered) => number, digits = 0) => {
  const values = cases.flatMap(({ answer }) => (answer === null ? [] : of(answer))).toSorted((a, b) => a - b)
  return values.length === 0
    ? '–'
    : `${values[Math.floor(values.length / 2)]?.toFixed(digits)} / ${values.at(-1)?.toFixed(digits)}`
}

const cause: Hit = answer => answer.causeRight
const segment: Hit = answer => answer.segmentRight
const onset: Hit = answer => answer.onsetRight

export const meanRows = (cases: readonly Scored[]) => {
  const values = cases.flatMap(({ answer }) => answer?.rows ?? [])
  return values.length === 0 ? '–' : (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(2)
}

const faultRow = (name: string, cases: readonly Scored[]) => [
  name,
  String(cases.length),
  withInterval(cases, cause),
  short(cases, answer => answer.inTop3),
  short(cases, segment),
  meanRows(cases),
  short(cases, onset),
  short(cases, answer => answer.originRight),
  worst(cases, answer => answer.queries),
  worst(cases, answer => answer.scans),
  worst(cases, answer => answer.seconds, 1),
]

const figures = (scored: readonly Scored[]) => {
  const faults = scored.filter(({ truth }) => truth !== null)
  const controls = scored.filter(({ truth, group }) => truth === null && group !== 'disturbed')
  const segmented = faults.filter(({ truth }) => truth?.segments[0]?.length !== 0)
  const masked = faults.filter(({ answer }) => answer?.rows != null)
  const stated = statedOf(scored)
  const inherited = faults.filter(({ spec }) => spec.extras.includes('inherited'))
  const named = (opaque: boolean) => faults.filter(({ spec }) => spec.opaque === opaque)
  return table(
    ['figure', 'value (95 % interval)', 'target'],
    [
      ['cause right', rate(faults, cause), ''],
      ['cause right, columns named', rate(named(false), cause), '95 %'],
      ['cause right, columns opaque', rate(named(true), cause), '90 %'],
      ['cause among the first three', rate(faults, answer => answer.inTop3), ''],
      ['cause among the first three, columns named', rate(named(false), answer => answer.inTop3), '98 %'],
      ['cause among the first three, columns opaque', rate(named(true), answer => answer.inTop3), '97 %'],
      ['segment right, where one was injected', rate(segmented, segment), ''],
      ['segment right, everywhere included', rate(faults, segment), '95 %'],
      ['affected rows, mean Jaccard', masked.length === 0 ? '–' : `${meanRows(masked)} of ${masked.length}`, '0.95'],
      ['affected rows, Jaccard 0.9 or more', rate(masked, answer => (answer.rows ?? 0) >= 0.9), ''],
      ['onset right', rate(faults, onset), '95 %'],
      ['table of origin right', rate(faults, answer => answer.originRight), ''],
      ['table of origin right, inherited from the table before', rate(inherited, answer => answer.originRight), '95 %'],
      ['false causes on controls', rate(controls, answer => answer.falseCause), 'at most 2 %'],
      ['stated confidence: Brier score', stated.length === 0 ? '–' : brier(stated).toFixed(3), 'at most 0.08'],
      [
        'stated confidence: expected calibration error',
        stated.length === 0 ? '–' : calibrationError(stated).toFixed(3),
        'at most 0.05',
      ],
      ['queries, median / most', worst(scored, answer => answer.queries), 'at most 12'],
      ['scans of the table, median / most', worst(scored, answer => answer.scans), ''],
      ['seconds, median / most', worst(scored, answer => answer.seconds, 1), ''],
      ['broke off', `${scored.filter(({ answer }) => answer === null).length}/${scored.length}`, ''],
    ],
  )
}

const faultsTable = (scored: readonly Scored[]) => {
  const faults = scored.filter(({ truth }) => truth !== null)
  const part = (name: 'strength' | 'scope' | 'base', value: string) =>
    faultRow(
      `all, ${name} ${value}`,
      faults.filter(({ spec }) => spec[name] === value),
    )
  const extra = (name: string, test: (extras: readonly string[]) => boolean) =>
    faultRow(
      `all, ${name}`,
      faults.filter(({ spec }) => test(spec.extras)),
    )
  return table(
    ['fault', 'cases', 'cause', 'top 3', 'segment', 'rows', 'onset', 'origin', 'queries', 'scans', 'seconds'],
    [
      ...recipes.map(({ id, kind }) =>
        faultRow(
          `${id} ${kind}`,
          faults.filter(({ group }) => group === id),
        ),
      ),
      ...['strong', 'medium', 'mild'].map(value => part('strength', value)),
      ...['everywhere', 'one', 'two'].map(value => part('scope', value)),
      ...[...new Set(faults.map(({ spec }) => spec.base))].map(value => part('base', value)),
      extra('with harmless changes beside', extras => extras.includes('decoys')),
      extra('without', extras => !extras.includes('decoys')),
      extra('inherited', extras => extras.includes('inherited')),
      extra('a second fault beside', extras => extras.some(text => text.startsWith('and '))),
    ],
  )
}

const controlNames = {
  ordinary: 'ordinary day',
  holiday: 'holiday',
  decoys: 'harmless changes',
  growth: 'a good day',
  disturbed: 'real storms (not scored)',
} as const

const controlsTable = (scored: readonly Scored[]) =>
  table(
    [
      'nothing wrong',
      'cases',
      'false cause',
      'no anomaly',
      'expected change',
      'outside the data',
      'no cause found',
      'broke off',
    ],
    Object.entries(controlNames).map(([group, name]) => {
      const cases = scored.filter(one => one.group === group)
      const concluded = (['noAnomaly', 'expectedChange', 'externalCause', 'causeNotFound'] as const).map(conclusion =>
        short(cases, answer => answer.conclusion === conclusion),
      )
      return [
        name,
        String(cases.length),
        short(cases, answer => answer.falseCause),
        ...concluded,
        String(cases.filter(({ answer }) => answer === null).length),
      ]
    }),
  )

const reliability = (scored: readonly Scored[]) =>
  table(
    ['stated confidence', 'causes claimed', 'mean confidence', 'right (95 % interval)'],
    bins(statedOf(scored)).map(({ from, to, of, right, confidence }) => [
      `${Math.round(from * 100)}–${Math.round(to * 100)} %`,
      String(of),
      `${Math.round(confidence * 100)} %`,
      `${right}/${of} = ${Math.round((right / of) * 100)} % (${interval(right, of)})`,
    ]),
  )

const leftOut = (unseen: readonly string[]) =>
  unseen.length === 0
    ? []
    : [
        `${unseen.length} of the cases planned were left out, for none of 40 draws of them could be seen in the noise: ${unseen.join(', ')}.`,
        '',
      ]

/** `unseen`: the cases planned of which no draw could be seen. */
export const reportText = (
  scored: readonly Scored[],
  { command, unseen }: { readonly command: string; readonly unseen: readonly string[] },
): string =>
  [
    `\`${command}\``,
    '',
    ...leftOut(unseen),
    figures(scored),
    '',
    faultsTable(scored),
    '',
    controlsTable(scored),
    '',
    reliability(scored),
    '',
    failuresTable(scored),
    '',
  ].join('\n')
