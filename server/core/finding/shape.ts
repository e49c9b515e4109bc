import type { Case } from '../measure/planned.ts'
import type { Shape } from './report.ts'

/** Null without an anomaly, or without a time to see its course in. */
export const shapeOf = ({ anomalous, anomaly }: Case): Shape | null => {
  if (!anomalous || anomaly.shape === null) return null
  if (anomaly.shape === 'ramp') return 'ramp'
  const last = anomaly.days.at(-1)
  const over = last !== undefined && anomaly.series.some(({ at, rows }) => at > last && rows > 0)
  if (!over) return 'step'
  return anomaly.days.length === 1 && anomaly.onset?.precision !== 'hour' ? 'oneDay' : 'pulse'
}

const words: Readonly<Record<Shape, string>> = {
  step: 'as a step and stays',
  ramp: 'as a ramp',
  pulse: 'as a pulse that is over',
  oneDay: 'and was over after that day',
}

/** Continues 'It began on 12 June …'. */
export const shapeText = (shape: Shape) => words[shape]
