import type { GuardRefusal } from '../../core/ports/queryGuard.ts'

/** Carries a refusal out of the depth of a tree. It never leaves this folder: `judge` turns it into a Result. */
export class Refused extends Error {
  readonly problem: GuardRefusal

  constructor(problem: GuardRefusal) {
    super(problem.message)
    this.name = 'Refused'
    this.problem = problem
  }
}

export const deny = (code: GuardRefusal['code'], message: string): never => {
  throw new Refused({ code, message })
}

/** At most 80 characters of the query, on one line, for a message. */
export const quote = (text: string) => {
  const line = text.replace(/[\p{C}\s]+/gu, ' ')
  const letters = Array.from(line)
  return letters.length > 60 ? `${letters.slice(0, 59).join('')}…` : line
}
