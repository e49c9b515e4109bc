import type { Prediction } from '../hypothesis/hypothesis.ts'
import type { Alternative } from './report.ts'

/** Another explanation that every report asks about, with what it predicts and the number seen, not yet weighed. */
export type Check = Pick<Prediction, 'claim' | 'unit' | 'ifTrue' | 'ifFalse' | 'strength'> &
  Pick<Alternative, 'id' | 'title' | 'text' | 'queries'> & { readonly observed: number }
