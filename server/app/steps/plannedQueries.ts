import type { AskedQuery } from '../../core/approval/queryRequest.ts'
import { conclude } from '../../core/finding/conclude.ts'
import { rowQueries } from '../../core/finding/rowQueries.ts'
import type { State } from '../../core/investigation/state.ts'
import type { Step } from '../../core/investigation/step.ts'
import type { Dialect } from '../../core/measure/dialect.ts'
import { asCase, spelled, type PlannedQuery } from '../../core/measure/planned.ts'
import { scans } from '../../core/measure/scansDue.ts'
import { seriesQuery } from '../../core/measure/series.ts'
import { modelQueries } from '../../core/model/modelQuery.ts'
import { openPrediction } from '../../core/model/modelSteps.ts'
import { timeoutMs } from './ask.ts'
import { alertQueryId, usualQueryId } from './testPrediction.ts'

/** The queries that a step is going to ask, as it would plan them now; none for steps that ask nothing. */
export const plannedQueries = (step: Step, state: State, dialect: Dialect): readonly AskedQuery[] => {
  const written = (id: string, planned: PlannedQuery): AskedQuery => ({ step, id, scan: null, planned, timeoutMs })
  const named = (id: string, planned: PlannedQuery) => written(id, spelled(planned, dialect))
  const found = asCase(state)
  switch (step.kind) {
    case 'measureAnomaly':
      return state.question && state.focus ? [{ ...named('series', seriesQuery(state.question, state.focus, dialect)), scan: 'series' }] : []
    case 'runScan': {
      const scan = scans.find(({ name }) => name === step.scan)
      return scan && found ? [{ ...named(scan.name, scan.plan(found, dialect)), scan: scan.name }] : []
    }
    case 'sampleRows': {
      const rows = found && rowQueries(found, conclude(found, null), dialect)
      return rows ? [named('badRows', rows.bad), named('goodRows', rows.good)] : []
    }
    case 'testPrediction': {
      const prediction = found?.model && openPrediction(found.model)
      if (!found || prediction?.id !== step.prediction) return []
      const { alert, usual } = modelQueries(found, prediction, dialect)
      const asked = [written(alertQueryId(prediction), alert), ...usual ? [written(usualQueryId(prediction), usual)] : []]
      return asked.map(query => ({ ...query, author: 'model' }))
    }
    default: return []
  }
}
