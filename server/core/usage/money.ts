/** Millionths of the currency: whole numbers, so that sums are exact. */
export type Micros = bigint

export const CURRENCY = 'USD'

const MILLION = 1_000_000n

/** As people and programs read it: at least two decimals, at most six, never rounded. */
export const moneyText = (micros: Micros): string => {
  const size = micros < 0n ? -micros : micros
  const decimals = (size % MILLION)
    .toString()
    .padStart(6, '0')
    .replace(/0{1,4}$/, '')
  return `${micros < 0n ? '-' : ''}${size / MILLION}.${decimals}`
}

/** Null where the text is no amount: digits, and at most six decimals behind a point. */
export const parseMoney = (text: string): Micros | null => {
  const [, whole = '', decimals = ''] = /^(\d{1,9})(?:\.(\d{1,6}))?$/.exec(text.trim()) ?? []
  return whole === '' ? null : BigInt(whole) * MILLION + BigInt(decimals.padEnd(6, '0'))
}
