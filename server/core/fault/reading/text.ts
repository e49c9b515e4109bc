import type { Segment } from '../../finding/finding.ts'

/** Numbers as a sentence has them. */
export const percent = (share: number) =>
  `${(share * 100).toLocaleString('en-US', { maximumFractionDigits: Math.abs(share) < 0.1 ? 2 : 1 })} %`
export const times = (ratio: number) =>
  `${ratio.toLocaleString('en-US', { maximumFractionDigits: ratio < 10 ? 2 : 0 })} times`
export const whole = (count: number) => Math.round(count).toLocaleString('en-US')

/** 'country = DE and channel = web'; 'all rows' for the empty one. */
export const segmentText = (segment: Segment) =>
  segment.length === 0 ? 'all rows' : segment.map(({ column, value }) => `${column} = ${value ?? 'null'}`).join(' and ')

/** More than this is no sentence; the report lists them all. */
const mostTold = 4

export const segmentsText = (segments: readonly Segment[]) => {
  if (segments.length === 0) return 'all rows'
  if (segments.length <= mostTold) return segments.map(segmentText).join('; ')
  return `${segments
    .slice(0, mostTold - 1)
    .map(segmentText)
    .join('; ')} and ${segments.length - mostTold + 1} more`
}
