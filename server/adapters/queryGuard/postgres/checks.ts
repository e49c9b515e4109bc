import { deny, quote } from '../refusal.ts'
import type { Fields } from '../treeWalk.ts'
import { stringsOf } from './constant.ts'
import { postgresFunctions, postgresOperators, postgresTypes } from './vocabulary.ts'

const fromCatalogue = (parts: readonly string[], allowed: ReadonlySet<string>) => {
  const [first = '', second, ...rest] = parts
  const name = second === undefined ? first : second
  return rest.length === 0 && (second === undefined || first === 'pg_catalog') && allowed.has(name) ? name : null
}

/** The bare name of a function that may be called. */
export const checkCall = (parts: readonly string[]) =>
  fromCatalogue(parts, postgresFunctions) ??
  deny('forbidden-function', `The function ${quote(parts.join('.'))} is not allowed.`)

export const checkType = (parts: readonly string[]) => {
  if (fromCatalogue(parts, postgresTypes) === null)
    deny('forbidden-function', `A value may not be cast to ${quote(parts.join('.'))}.`)
}

const WORDED = new Set(['AEXPR_BETWEEN', 'AEXPR_NOT_BETWEEN', 'AEXPR_BETWEEN_SYM', 'AEXPR_NOT_BETWEEN_SYM'])

export const checkOperator = (fields: Fields) => {
  const parts = stringsOf(fields.name)
  if (WORDED.has(String(fields.kind))) return
  if (parts.length !== 1 || !postgresOperators.has(parts[0] ?? ''))
    deny('forbidden-function', `The operator ${quote(parts.join('.'))} is not allowed.`)
}
