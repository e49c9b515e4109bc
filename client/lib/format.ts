import type { MetricUnit } from '../gql/graphql.ts'

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const decimal = new Intl.NumberFormat('en', { maximumSignificantDigits: 5 })

export const formatCount = (count: number) => whole.format(count)

const BYTES = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

/** Bytes as people read them: '38 kB', '1.2 GB'. */
export const formatBytes = (bytes: number) => {
  const power = bytes < 1 ? 0 : Math.min(BYTES.length - 1, Math.floor(Math.log10(bytes) / 3))
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${BYTES[power] ?? 'B'}`
}

/** 0..1 as per cent, with more digits the smaller it is: 41 %, 0.32 %. */
export const formatShare = (share: number) => {
  const percent = share * 100
  const size = Math.abs(percent)
  const digits = size === 0 || size >= 10 ? 1 : size >= 1 ? 2 : 3
  return `${Number(percent.toFixed(digits))} %`
}

/** A value of a metric, as people read it: '24.1 %', '12,431', '3.5 h'. Null, nothing to compute it from, is a dash. */
export const formatValue = (value: number | null | undefined, unit: MetricUnit) => {
  if (value === null || value === undefined) return '–'
  switch (unit) {
    case 'SHARE':
      return formatShare(value)
    case 'COUNT':
      return formatCount(value)
    case 'HOURS':
      return `${decimal.format(value)} h`
    case 'VALUE':
      return decimal.format(value)
  }
}

/** The same, short enough for an axis. */
export const formatTick = (value: number, unit: MetricUnit) => {
  if (unit === 'SHARE') return `${Number((value * 100).toFixed(2))} %`
  return unit === 'HOURS' ? `${compact.format(value)} h` : compact.format(value)
}

export const plural = (count: number, noun: string, nouns = `${noun}s`) =>
  `${formatCount(count)} ${count === 1 ? noun : nouns}`
