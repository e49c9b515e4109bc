// The arithmetic by which numbers that people write down guard themselves against slips.

const numbers = (digits: string) => [...digits].map(Number)

const weighted = (digits: string, weights: readonly number[]) =>
  numbers(digits).reduce((sum, digit, place) => sum + digit * (weights[place] ?? 0), 0)

/** The remainder of a number of any length; the modulus is small. */
export const remainder = (digits: string, by: number): number =>
  numbers(digits).reduce((rest, digit) => (rest * 10 + digit) % by, 0)

/** The check digit of card numbers. */
export const passesLuhn = (digits: string): boolean => {
  const sum = numbers(digits)
    .reverse()
    .reduce((total, digit, place) => {
      const value = place % 2 === 0 ? digit : digit * 2
      return total + (value > 9 ? value - 9 : value)
    }, 0)
  return sum % 10 === 0
}

/** ISO 7064, MOD 11,10: the last digit guards those before it. */
export const passesMod1110 = (digits: string): boolean => {
  const product = numbers(digits.slice(0, -1)).reduce((before, digit) => {
    const sum = (digit + before) % 10
    return ((sum === 0 ? 10 : sum) * 2) % 11
  }, 10)
  return (11 - product) % 10 === Number(digits.at(-1))
}

/** The Dutch proof: weights from nine down to two, the last digit taken off. */
export const passesEleven = (digits: string): boolean => weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0

/** Weights of one and three in turn, as on articles. */
export const passesEan = (digits: string): boolean =>
  weighted(digits, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0

/** Weights 1, 3, 7, 9 and over again, and the last digit as it is. */
export const passesPesel = (digits: string): boolean => weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0

/** Two digits at the end, each guarding all before it. */
export const passesCpf = (digits: string): boolean =>
  [9, 10].every(length => {
    const weights = Array.from({ length }, (_, place) => length + 1 - place)
    return ((weighted(digits.slice(0, length), weights) * 10) % 11) % 10 === Number(digits[length])
  })

/** ISO 7064, MOD 11-2, with X for ten. */
export const passesMod112 = (text: string): boolean => {
  const rest = numbers(text.slice(0, -1)).reduce((sum, digit) => ((sum + digit) * 2) % 11, 0)
  const check = (12 - rest) % 11
  return (check === 10 ? 'X' : String(check)) === text.at(-1)?.toUpperCase()
}

/** Verhoeff's permutation of the digits at each place, and the table of the group of a pentagon's symmetries. */
const permuted = (digit: number, times: number): number =>
  times === 0 ? digit : permuted([1, 5, 7, 6, 2, 8, 3, 0, 9, 4][digit] ?? 0, times - 1)
const combined = (a: number, b: number) =>
  a < 5 ? (b < 5 ? (a + b) % 5 : 5 + ((a + b) % 5)) : b < 5 ? 5 + ((a - b) % 5) : (a - b + 5) % 5

/** Verhoeff's check, which finds every digit mistaken and every two exchanged. */
export const passesVerhoeff = (digits: string): boolean =>
  numbers(digits)
    .reverse()
    .reduce((check, digit, place) => combined(check, permuted(digit, place % 8)), 0) === 0
