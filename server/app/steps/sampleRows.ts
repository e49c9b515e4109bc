import { conclude } from '../../core/finding/conclude.ts'
import { maskAnswers } from '../../core/finding/mask/maskAnswers.ts'
import { noSamples } from '../../core/finding/report.ts'
import { rowQueries, type RowQueries } from '../../core/finding/rowQueries.ts'
import { asCase, type Case, type PlannedQuery } from '../../core/measure/planned.ts'
import type { DataSource } from '../../core/ports/dataSource.ts'
import { ask, openSource } from './ask.ts'
import type { Performed, Work } from './work.ts'

const givenUp = ({ code, message }: { readonly code: string; readonly message: string }): Performed => ({
  command: { type: 'GiveUpStep', step: { kind: 'sampleRows' }, code, message },
})

/** Keeps a few affected rows and a few from before, masked before they are kept, once it is known which they are. A case goes on without them. */
export const sampleRows = async (work: Work): Promise<Performed> => {
  const state = asCase(work.state)
  if (!state) throw new Error('Nothing was measured yet')
  const opened = await openSource(work)
  if (!opened.ok) return givenUp(opened.problem)
  const planned = rowQueries(state, conclude(state, null), opened.value.dialect)
  return planned
    ? keep(work, state, { source: opened.value, planned })
    : { command: { type: 'RecordRows', queries: [], samples: noSamples } }
}

const keep = async (
  work: Work,
  state: Case,
  { source, planned }: { source: DataSource; planned: RowQueries },
): Promise<Performed> => {
  const read = (id: string, query: PlannedQuery) =>
    ask(work, { source, focus: state.focus, scan: null, id, plan: () => query })
  const bad = await read('badRows', planned.bad)
  if (!bad.ok) return givenUp(bad.problem.problem)
  const good = await read('goodRows', planned.good)
  if (!good.ok) return givenUp(good.problem.problem)
  const {
    answers: [badRows, goodRows],
    masked,
  } = maskAnswers(state, [bad.value.answer, good.value.answer])
  return {
    command: {
      type: 'RecordRows',
      queries: [bad.value.query, good.value.query],
      samples: { bad: shown(bad.value.query), good: shown(good.value.query), same: planned.same, masked },
    },
    answers: [
      ...(badRows ? [{ queryId: 'badRows', answer: badRows }] : []),
      ...(goodRows ? [{ queryId: 'goodRows', answer: goodRows }] : []),
    ],
  }
}

const shown = ({ id, rows }: { readonly id: string; readonly rows: number }) => (rows > 0 ? id : null)
