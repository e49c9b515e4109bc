import { rank } from '../hypothesis/ranking.ts'
import { replaceSensitive } from '../finding/mask/sensitive.ts'
import { signalOf } from '../investigation/state.ts'
import type { Case } from '../measure/planned.ts'
import { metricLabel, metricUnit, valueText } from '../metric/describe.ts'
import { tableText, type Table } from '../dataset/table.ts'
import { addedExposures, type Brief, type BriefSection } from './brief.ts'
import { cleanText } from './cleanText.ts'
import { learntSection } from './learnt.ts'
import { rowsSection, type KeptRows } from './rowsSection.ts'
import { shareValue } from './shareValue.ts'
import type { ModelState } from './modelFacts.ts'

const mostColumns = 60
const mostValues = 8
const mostListed = 10

type Cell = Parameters<typeof addedExposures>[0][number]
type Told = { readonly section: BriefSection; readonly cells: readonly Cell[] }

/** All that the model is told of a case as it stands: aggregates, names of columns, and values and rows as far as they may leave. Pure. */
export const caseBrief = (state: Case, model: ModelState, rows: readonly KeptRows[]): Brief => {
  const told: readonly Told[] = [
    plain(questionSection(state)),
    columnsSection(state),
    placeSection(state, model),
    valuesSection(state, model),
    plain(causesSection(state)),
    plain(learntSection(model)),
    ...(model.terms.sharing === 'aggregates' ? [] : [rowsSection(state, rows)]),
  ]
  return {
    sections: told.map(({ section }) => section).filter(({ lines }) => lines.length > 0),
    exposures: addedExposures(told.flatMap(({ cells }) => cells)),
  }
}

const plain = (section: BriefSection): Told => ({ section, cells: [] })

const questionSection = (state: Case): BriefSection => {
  const { question, anomaly, focus, hints } = state
  const value = (number: number | null) => valueText(number, metricUnit(question.metric))
  return {
    title: 'The anomaly',
    lines: [
      `metric: ${cleanText(metricLabel(question.metric))}`,
      `table: ${cleanText(tableText(question.table))}`,
      `day: ${question.day} (${question.timeZone})`,
      `time column: ${focus.timeColumn ? cleanText(focus.timeColumn.name) : 'none'}`,
      `observed: ${value(anomaly.observed)}`,
      `expected: ${value(anomaly.expected)}, between ${value(anomaly.low)} and ${value(anomaly.high)}`,
      `direction: ${anomaly.direction}`,
      `began: ${anomaly.onset?.at ?? 'not known'}`,
      `shape: ${anomaly.shape ?? 'not known'}`,
      `last days: ${anomaly.series
        .slice(-14)
        .map(({ at, value: number }) => `${at} ${value(number)}`)
        .join('; ')}`,
      ...hints.map(hint => `a person noted: ${cleanText(hint)}`),
    ],
  }
}

const columnsSection = ({ focus }: Case): Told => {
  const listed = [focus.table, ...focus.parents]
    .flatMap((table: Table) => table.columns.map(column => ({ table, column })))
    .slice(0, mostColumns)
  return {
    section: {
      title: 'Columns',
      lines: listed.map(({ table, column }) =>
        [
          cleanText(tableText(table.name)),
          cleanText(column.name),
          column.kind,
          ...(table.primaryKey?.includes(column.name) ? ['key'] : []),
          ...commented(column.comment),
        ].join(' | '),
      ),
    },
    cells: listed.map(({ table, column }) => ({
      table: tableText(table.name),
      column: column.name,
      class: 'name',
      isMasked: false,
    })),
  }
}

/** What somebody wrote about a column, less whatever in it belongs to a person. */
const commented = (comment: string | null | undefined): readonly string[] =>
  comment ? [`comment: ${cleanText(replaceSensitive(comment, kind => `a ${kind}`))}`] : []

const placeSection = (state: Case, { terms }: ModelState): Told => {
  const share = shareValue(state, terms.sharing)
  const table = tableText(state.focus.table.name)
  const causes = (signalOf(state, 'segments')?.causes ?? [])
    .slice(0, 5)
    .map(({ segment, observed, expected, share: part, rows }) => {
      const where = segment.map(({ column, value }) => ({ column, ...share(column, value) }))
      const words = where.map(({ column, text }) => `${cleanText(column)} = ${text}`).join(' and ')
      return {
        line: `${words} | observed ${round(observed)} | expected ${round(expected)} | explains ${round(part * 100)} % | rows ${round(rows.alert)}, usually ${round(rows.normal)}`,
        cells: where.map(({ column, isMasked }) => ({ table, column, class: 'value' as const, isMasked })),
      }
    })
  return {
    section: { title: 'Where it sits', lines: causes.map(({ line }) => line) },
    cells: causes.flatMap(({ cells }) => cells),
  }
}

const valuesSection = (state: Case, { terms }: ModelState): Told => {
  const share = shareValue(state, terms.sharing)
  const table = tableText(state.focus.table.name)
  const listed = [...(signalOf(state, 'values')?.columns ?? [])]
    .sort((a, b) => b.strength - a.strength)
    .slice(0, mostListed)
    .flatMap(({ column, values }) =>
      values.slice(0, mostValues).map(({ value, rows, lens }) => ({ column, rows, lens, ...share(column, value) })),
    )
  return {
    section: {
      title:
        "Values of columns (value | rows on the alert's day | rows on a normal day | the metric among them, then and usually)",
      lines: listed.map(
        ({ column, text, rows, lens }) =>
          `${cleanText(column)} = ${text} | ${round(rows.alert)} | ${round(rows.normal)} | ${lens ? `${round(lens.alert)}, ${round(lens.normal)}` : '-'}`,
      ),
    },
    cells: listed.map(({ column, isMasked }) => ({ table, column, class: 'value', isMasked })),
  }
}

/** The causes that code has tested: numbers and verdicts, in words of ours. */
const causesSection = (state: Case): BriefSection => ({
  title: 'Causes tested already',
  lines: rank(state).map(({ kind, verdict, probability }) => {
    const own = state.evidence.filter(({ hypothesis, observed }) => hypothesis === kind && observed !== null)
    const seen = own.map(({ prediction, observed, nats }) => {
      const claim = state.predictions.find(({ id }) => id === prediction)?.claim ?? prediction
      return `${cleanText(claim)}: ${round(observed ?? 0)} (${nats > 0 ? 'for' : nats < 0 ? 'against' : 'undecided'})`
    })
    return `${kind} | ${verdict} | probability ${round(probability)} | ${seen.join('; ')}`
  }),
})

const round = (value: number) => String(Number(value.toPrecision(4)))
