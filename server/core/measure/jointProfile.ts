import { watchesNumbers } from '../fault/watchesNumbers.ts'
import type { Row } from './answerRows.ts'
import type { Dialect, Sql } from './dialect.ts'
import { lagColumns, lagMeasures, readLags } from './lagMeasures.ts'
import type { Case } from './planned.ts'
import { readRelations, relationColumns, relationMeasures } from './relationMeasures.ts'
import { readRising, risingColumns, risingMeasures } from './risingMeasures.ts'
import { readRunning, runningColumns, runningMeasures } from './runningMeasures.ts'
import type { JointProfile } from './signal.ts'

/** Columns added to each row of the profile, made of its own and of the rows around it; and the aggregates of the joint profile. */
export const jointMeasures = (
  state: Case,
  dialect: Dialect,
): { readonly columns: readonly Sql[]; readonly aggregates: readonly Sql[] } => {
  const numbers = watchesNumbers(state)
  return {
    columns: [
      ...lagColumns(state, dialect),
      ...(numbers
        ? [...relationColumns(state, dialect), ...risingColumns(state, dialect)]
        : runningColumns(state, dialect)),
    ],
    aggregates: numbers
      ? [...relationMeasures(state, dialect), ...risingMeasures(state), ...lagMeasures(state, dialect)]
      : [...lagMeasures(state, dialect), ...runningMeasures(state, dialect)],
  }
}

export const readJoint = (state: Case, rows: { alert: Row | undefined; normal: Row | undefined }): JointProfile => {
  const numbers = watchesNumbers(state)
  return {
    ...(numbers ? readRelations(state, rows) : { relations: [], ratios: [] }),
    rising: numbers ? readRising(state, rows) : [],
    lags: readLags(state, rows),
    running: numbers ? null : readRunning(state, rows),
  }
}
