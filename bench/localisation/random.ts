export type Random = () => number

/** mulberry32: a small seeded generator, 0..1. */
export const seeded = (seed: number): Random => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Standard normal (Box and Muller). */
export const normal = (random: Random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

export const poisson = (mean: number, random: Random): number => {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)))
  let [count, product] = [0, random()]
  for (const floor = Math.exp(-mean); product > floor; product *= random()) count++
  return count
}

export type Range = readonly [least: number, most: number]

export const between = (random: Random, [least, most]: Range) => least + (most - least) * random()

/** A whole number of the range, both ends included. */
export const wholeBetween = (random: Random, [least, most]: Range) => least + Math.floor((most - least + 1) * random())
