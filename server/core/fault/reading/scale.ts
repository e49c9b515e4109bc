import type { Case } from '../../measure/planned.ts'
import type { Reading } from '../fault.ts'
import { scaleFit, type ScaleFit, type Scaling } from './scaleFit.ts'
import { percent, times } from './text.ts'

const name = ({ over }: ScaleFit) => (over === null ? 'The values' : `The values over ${over}`)
const part = ({ share }: Scaling) => (share === 1 ? '' : `, for ${percent(share)} of the rows`)
const explained = (fit: ScaleFit, { misfit }: Scaling) =>
  fit.unchanged > 0 ? Math.max(0, 1 - misfit / fit.unchanged) : 0

/** How much of the change in the distribution one known unit explains, for all rows or some. */
export const unitExplains = (state: Case): Reading | null => {
  const fit = scaleFit(state)
  if (!fit) return null
  const value = explained(fit, fit.unit)
  return {
    value,
    text: `${name(fit)} as they would be ${times(fit.unit.factor)} the usual${part(fit.unit)} explain ${percent(value)} of the change of their distribution.`,
  }
}

/** How much of it any one factor for all rows explains. */
export const factorExplains = (state: Case): Reading | null => {
  const fit = scaleFit(state)
  if (!fit) return null
  const value = explained(fit, fit.free)
  return {
    value,
    text: `A factor of ${times(fit.free.factor)} for all rows explains ${percent(value)} of the change of their distribution.`,
  }
}

/** How much of it one factor for all rows or for some explains. */
export const partExplains = (state: Case): Reading | null => {
  const fit = scaleFit(state)
  if (!fit) return null
  const value = explained(fit, fit.part)
  return {
    value,
    text: `A factor of ${times(fit.part.factor)}${part(fit.part)} explains ${percent(value)} of the change of their distribution.`,
  }
}

/** A model that explains less than this of the change is not what happened, however the others do. */
const leastExplained = 0.75
const ruledOut = -5

/** Log of how much more probable a known unit is than just any factor. */
export const unitAdvantage = (state: Case): Reading | null => {
  const fit = scaleFit(state)
  const value =
    fit && explained(fit, fit.unit) < leastExplained ? Math.min(fit.advantage, ruledOut) : (fit?.advantage ?? 0)
  return (
    fit && {
      value,
      text: `${name(fit)} are ${times(fit.free.factor)} the usual at best; the nearest unit is ${times(fit.unit.factor)}${part(fit.unit)}.`,
    }
  )
}

/** The size of the unit's factor, in logarithms. */
export const unitSize = (state: Case): Reading | null => {
  const fit = scaleFit(state)
  return (
    fit && {
      value: fit.unchanged > 0 ? Math.abs(Math.log(fit.unit.factor)) : 0,
      text: `${name(fit)} are best told by a factor of ${times(fit.unit.factor)}${part(fit.unit)}.`,
    }
  )
}

/** The size of the best factor, in logarithms. */
export const factorSize = (state: Case): Reading | null => {
  const fit = scaleFit(state)
  return (
    fit && { value: Math.abs(Math.log(fit.free.factor)), text: `${name(fit)} are ${times(fit.free.factor)} the usual.` }
  )
}

export const bestFactor = (state: Case) => scaleFit(state)?.free.factor ?? 1
export const bestUnit = (state: Case) => scaleFit(state)?.unit.factor ?? 1
