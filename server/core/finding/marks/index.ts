import type { FaultKind } from '../../fault/faultKind.ts'
import type { Dialect } from '../../measure/dialect.ts'
import type { Case } from '../../measure/planned.ts'
import { beyondMark } from './beyond.ts'
import { gridMark } from './grid.ts'
import { lateMark } from './late.ts'
import { levelMark } from './level.ts'
import type { Mark, Marker } from './mark.ts'
import { borrowedMark, changedMark } from './newcomers.ts'
import { placeholderMark } from './placeholder.ts'
import { recodedMark } from './recoded.ts'
import { relationMark } from './relation.ts'
import { shapeMark } from './shape.ts'
import { signMark } from './sign.ts'

/** The first that marks them says which they are. */
const marks: Partial<Readonly<Record<FaultKind, readonly Marker[]>>> = {
  sentinelValues: [placeholderMark],
  signFlip: [signMark, relationMark],
  valueRecoded: [recodedMark],
  outliers: [beyondMark],
  precisionLoss: [gridMark],
  formatDrift: [shapeMark, changedMark('format')],
  caseDrift: [changedMark('spelling')],
  encodingDamage: [changedMark('encoding')],
  truncatedText: [changedMark('cut')],
  restatement: [lateMark, relationMark],
  unitChange: [relationMark, levelMark],
  currencyMix: [relationMark],
  definitionChange: [relationMark],
  columnSwap: [relationMark, borrowedMark],
  cumulativeValues: [relationMark],
}

/** What marks the affected rows, where the kind of fault says more about them than the metric does; null without a dialect to say it in. */
export const markOf = (state: Case, kind: FaultKind | null, dialect: Dialect | null): Mark | null => {
  if (kind === null || dialect === null) return null
  for (const marker of marks[kind] ?? []) {
    const mark = marker(state, dialect)
    if (mark) return mark
  }
  return null
}
