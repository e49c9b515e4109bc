import type { DialectName } from '../../core/ports/queryGuard.ts'
import { deny, quote } from './refusal.ts'

export type Token = {
  readonly kind: 'word' | 'name' | 'string' | 'number' | 'symbol'
  /** As written; `word` in lower case. */
  readonly text: string
  readonly start: number
  readonly end: number
}

const SPACE = /[ \t\r\n]+/y
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y
const STRING = /'(?:[^']|'')*'(?!')/y
const NAME = /"(?:[^"]|"")+"(?!")/y
const BACKTICKED = /`(?:[^`]|``)+`(?!`)/y
/** BigQuery's texts: in one line, with the plainest escapes; two quotes side by side would open another kind of text. */
const ESCAPED = /'(?:[^'\\\r\n]|\\[\\'"`nrt])*'(?!')/y
const ESCAPED_DOUBLE = /"(?:[^"\\\r\n]|\\[\\'"`nrt])*"(?!")/y
const BACKTICKED_PLAIN = /`[^`\\\r\n]+`(?!`)/y
const SYMBOL = /[()[\]{},;.:+\-*/%<>=~!|&^?#@]/y

const readers = [
  ['word', WORD],
  ['number', NUMBER],
  ['string', STRING],
  ['name', NAME],
  ['symbol', SYMBOL],
] as const
const readersOf: { readonly [D in DialectName]?: readonly (readonly [Token['kind'], RegExp])[] } = {
  mysql: [...readers, ['name', BACKTICKED]],
  bigquery: [
    ['word', WORD],
    ['number', NUMBER],
    ['string', ESCAPED],
    ['string', ESCAPED_DOUBLE],
    ['name', BACKTICKED_PLAIN],
    ['symbol', SYMBOL],
  ],
}

const matchAt = (pattern: RegExp, text: string, at: number) => {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? null
}

const readToken = (text: string, start: number, dialect: DialectName): Token => {
  for (const [kind, pattern] of readersOf[dialect] ?? readers) {
    const found = matchAt(pattern, text, start)
    if (found !== null)
      return { kind, text: kind === 'word' ? found.toLowerCase() : found, start, end: start + found.length }
  }
  const [letter = ''] = Array.from(text.slice(start, start + 2))
  if (letter === "'" || letter === '"')
    return deny('unreadable', `A quote is not closed near: ${quote(text.slice(start, start + 60))}`)
  return deny('forbidden-token', `The character ${JSON.stringify(letter)} is not allowed outside quotes.`)
}

/** Splits the text by the part of the lexical rules on which all dialects agree, backticks in MySQL, and BigQuery's own quotes; refuses whatever lies outside it. */
export const tokenise = (text: string, maxTokens: number, dialect: DialectName): readonly Token[] => {
  const tokens: Token[] = []
  let at = 0
  for (;;) {
    at += matchAt(SPACE, text, at)?.length ?? 0
    if (at >= text.length) return tokens
    if (tokens.length >= maxTokens) return deny('too-large', `The query has more than ${maxTokens} words and signs.`)
    const token = readToken(text, at, dialect)
    tokens.push(token)
    at = token.end
  }
}
