import type { AskedQuery } from '../../core/approval/queryRequest.ts'
import { conclude } from '../../core/finding/conclude.ts'
import { rowQueries } from '../../core/finding/rowQueries.ts'
import { writtenQueryIds } from '../../core/approval/writtenQuery.ts'
import type { WrittenPrediction } from '../../core/hypothesis/written.ts'
import type { State } from '../../core/investigation/state.ts'
import type { Step } from '../../core/investigation/step.ts'
import type { Dialect } from '../../core/measure/dialect.ts'
import { asCase, spelled, type Case, type PlannedQuery } from '../../core/measure/planned.ts'
import { scans } from '../../core/measure/scansDue.ts'
import { seriesQuery } from '../../core/measure/series.ts'
import { modelQueries } from '../../core/model/modelQuery.ts'
import { openPrediction } from '../../core/model/modelSteps.ts'
import { openOwnPrediction } from '../../core/own/ownSteps.ts'
import { timeoutMs } from './ask.ts'

type OwnWords = {
  readonly author: 'model' | 'person'
  readonly prediction: WrittenPrediction
  readonly statement: string
}

/** The queries that a step is going to ask, as it would plan them now; none for steps that ask nothing. */
export const plannedQueries = (step: Step, state: State, dialect: Dialect): readonly AskedQuery[] => {
  const written = (id: string, planned: PlannedQuery): AskedQuery => ({ step, id, scan: null, planned, timeoutMs })
  const named = (id: string, planned: PlannedQuery) => written(id, spelled(planned, dialect))
  const own = (place: Case, { author, prediction, statement }: OwnWords): readonly AskedQuery[] => {
    const { alert, usual } = modelQueries(place, prediction, dialect)
    const ids = writtenQueryIds(author, prediction.id)
    const serves = [{ hypothesis: null, statement, claim: prediction.claim }]
    return [written(ids.alert, alert), ...(usual ? [written(ids.usual, usual)] : [])].map(query => ({
      ...query,
      author,
      serves,
    }))
  }
  const found = asCase(state)
  switch (step.kind) {
    case 'measureAnomaly':
      return state.question && state.focus
        ? [{ ...named('series', seriesQuery(state.question, state.focus, dialect)), scan: 'series' }]
        : []
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
      const hypothesis = found.model?.hypotheses.find(({ predictions }) => predictions.includes(prediction))
      return own(found, { author: 'model', prediction, statement: hypothesis?.statement ?? '' })
    }
    case 'testOwn': {
      const open = openOwnPrediction(state.own, step.prediction)
      if (!found || !open) return []
      const {
        hypothesis: { by, byName, statement },
        prediction,
      } = open
      return own(found, { author: 'person', prediction, statement }).map(query => ({
        ...query,
        writer: { by, byName },
      }))
    }
    default:
      return []
  }
}
