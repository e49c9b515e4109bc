import { inspect } from 'node:util'
import type { LogLevel } from '../env.ts'

const RANKS: { readonly [L in LogLevel]: number } = { debug: 0, info: 1, warn: 2, error: 3 }

/** The password of a connection URL, wherever a driver quotes one. */
const withoutPasswords = (text: string): string => text.replaceAll(/(\w+:\/\/[^:@/\s]*:)[^@\s]+@/g, '$1••••@')

export type Log = (level: LogLevel, what: string, error?: unknown) => void

const described = (error: unknown): string => {
  if (!(error instanceof Error)) return inspect(error)
  return `${error.stack ?? error.message}${error.cause === undefined ? '' : `\nbecause of ${described(error.cause)}`}`
}

/** One line per entry with time and level; an error below it with its stack and its causes. */
export const createLog =
  (lowest: LogLevel, write: (text: string) => void, now: () => Date): Log =>
  (level, what, error) => {
    if (RANKS[level] < RANKS[lowest]) return
    const details = error === undefined ? '' : `\n${described(error)}`
    write(withoutPasswords(`${now().toISOString()} ${level} ${what}${details}\n`))
  }
