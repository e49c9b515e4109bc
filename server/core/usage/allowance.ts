import type { BudgetStanding } from './budget.ts'
import type { Micros } from './money.ts'

/** What a step is about to ask: how many queries, how long each may take at most (ms), and what reading their bytes comes to. */
export type Intended = { readonly queries: number; readonly timeoutMs: number; readonly bytesCost: Micros }

/** What a second costs, and how long a query of this data source usually takes (ms); null where that is not known. */
export type Pace = { readonly second: Micros | null; readonly usualMs: number | null }

/** What a step may cost, and how long each of its queries may take for it (ms). */
export type Allowance = { readonly micros: Micros; readonly queryMs: number }

/** A query is supposed to take half a second at least, so that it is given one. */
const SUPPOSED_MS = 500
const SHARE = 4n

const costOf = (ms: number, second: Micros): Micros => (BigInt(Math.ceil(ms)) * second + 999n) / 1000n
const largest = (...amounts: readonly Micros[]) => amounts.reduce((most, each) => (each > most ? each : most))
const least = (amounts: readonly Micros[]) => amounts.reduce((found, each) => (each < found ? each : found))

/**
 * How far a step may go. Its queries are cut to twice what they usually take or to a quarter of what is left of the tightest budget, whichever is more: so steps
 * that begin side by side never come to more than the budget and one step, however long their queries would run.
 */
export const allowance = (
  standings: readonly Pick<BudgetStanding, 'limit' | 'spent' | 'committed'>[],
  { queries, timeoutMs, bytesCost }: Intended,
  { second, usualMs }: Pace,
): Allowance => {
  if (second === null || second === 0n) return { micros: bytesCost, queryMs: timeoutMs }
  if (standings.length === 0)
    return { micros: bytesCost + costOf(queries * (usualMs ?? 0), second), queryMs: timeoutMs }
  const left = least(standings.map(({ limit, spent, committed }) => limit - spent - committed)) - bytesCost
  const granted = largest(costOf(2 * queries * Math.max(usualMs ?? 0, SUPPOSED_MS), second), left / SHARE)
  const seconds = least([granted, costOf(queries * timeoutMs, second)])
  return {
    micros: bytesCost + seconds,
    queryMs: Math.min(timeoutMs, Math.floor(Number((seconds * 1000n) / second) / queries)),
  }
}
