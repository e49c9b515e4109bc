// Numbers of the core as people read them.
import type { Segment } from '../core/finding/finding.ts'
import type { Range, Unit } from '../core/hypothesis/hypothesis.ts'
import { unreachable } from '../core/shared/unreachable.ts'

/** A range in words: 'at least 80 %', '2 to 5', 'any value'. */
export const rangeText = ({ min, max }: Range, unit: Unit): string => {
  if (min !== null && max !== null)
    return min === max ? numberText(min, unit) : `${numberText(min, unit)} to ${numberText(max, unit)}`
  if (min !== null) return `at least ${numberText(min, unit)}`
  return max === null ? 'any value' : `at most ${numberText(max, unit)}`
}

/** A number in words: '42 %'. */
export const numberText = (value: number, unit: Unit): string => {
  switch (unit) {
    case 'share':
      return `${digits(value * 100)} %`
    case 'ratio':
      return `${digits(value)} times`
    case 'hours':
      return `${digits(value)} h`
    case 'count':
    case 'score':
      return digits(value)
    default:
      return unreachable(unit)
  }
}

const digits = (value: number) => value.toLocaleString('en-US', { maximumSignificantDigits: 3 })

/** A segment as a phrase: 'country = DE and channel = web'; no condition is 'all rows'. */
export const segmentText = (segment: Segment): string =>
  segment.length === 0
    ? 'all rows'
    : segment.map(({ column, value }) => (value === null ? `${column} is null` : `${column} = ${value}`)).join(' and ')
