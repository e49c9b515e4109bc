import { watchedKind } from '../measure/watchedKind.ts'
import type { Case } from '../measure/planned.ts'
import { rowsUp } from './reading/rows.ts'

const moved = new Set(['rowCount', 'sum', 'average', 'share', 'distinctCount', 'minimum', 'maximum', 'nullRate'])

/** Whether additional rows can be what moved the metric. */
export const addedRowsMatter = (state: Case) => moved.has(watchedKind(state)) && rowsUp(state)
