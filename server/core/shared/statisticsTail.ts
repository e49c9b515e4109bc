/** Natural logarithm of the gamma function for x > 0 (Lanczos approximation, g = 7, n = 9). */
export const logGamma = (x: number): number => {
  const terms = [
    676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
    -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ]
  const series = terms.reduce((total, term, index) => total + term / (x + index), 0.99999999999980993)
  const t = x + 6.5
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(series)
}

/** P(Z >= z) of the standard normal; relative error below 1e-6 in both tails (continued fraction beyond 3, series within). */
export const normalTail = (z: number): number => {
  if (z < 0) return 1 - normalTail(-z)
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
  if (z > 3) {
    let fraction = 0
    for (let k = 60; k > 0; k--) fraction = k / (z + fraction)
    return density / (z + fraction)
  }
  let term = z
  let series = z
  for (let k = 1; Math.abs(term) > 1e-16 * Math.abs(series); k++) {
    term *= (z * z) / (2 * k + 1)
    series += term
  }
  return 0.5 - density * series
}

/** P(X >= count) for a Poisson variable: the regularised lower incomplete gamma function. */
export const poissonTail = (count: number, expected: number): number => {
  if (count <= 0) return 1
  if (expected <= 0) return 0
  if (expected > count + 1) return 1 - poissonBelow(count, expected)
  let term = Math.exp(count * Math.log(expected) - expected - logGamma(count + 1))
  let total = 0
  for (let k = count; term > 1e-18 * total; k++) {
    total += term
    term *= expected / (k + 1)
  }
  return Math.min(1, total)
}

/** P(X < count), summed downwards from the largest term. */
const poissonBelow = (count: number, expected: number): number => {
  let term = Math.exp((count - 1) * Math.log(expected) - expected - logGamma(count))
  let total = 0
  for (let k = count - 1; k >= 0 && term > 1e-18 * total; k--) {
    total += term
    term *= k / expected
  }
  return Math.min(1, total)
}

/** P(X >= count) of `trials` draws with probability `p`. */
export const binomialTail = ({
  count,
  trials,
  p,
}: {
  readonly count: number
  readonly trials: number
  readonly p: number
}): number => {
  if (count <= 0) return 1
  if (count > trials || p <= 0) return 0
  if (p >= 1) return 1
  if (count <= trials * p) return 1 - binomialTail({ count: trials - count + 1, trials, p: 1 - p })
  const logChoose = logGamma(trials + 1) - logGamma(count + 1) - logGamma(trials - count + 1)
  let term = Math.exp(logChoose + count * Math.log(p) + (trials - count) * Math.log1p(-p))
  let total = 0
  for (let k = count; k <= trials && term > 1e-18 * total; k++) {
    total += term
    term *= (((trials - k) / (k + 1)) * p) / (1 - p)
  }
  return Math.min(1, total)
}
