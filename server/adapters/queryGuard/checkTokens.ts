import type { DialectName } from '../../core/ports/queryGuard.ts'
import { tokenise, type Token } from './lexer.ts'
import type { GuardLimits } from './limits.ts'
import { deny, quote } from './refusal.ts'

const CLOSES = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
])
const FIRST_WORDS: { readonly [D in DialectName]: ReadonlySet<string> } = {
  postgres: new Set(['select', 'with', 'values']),
  redshift: new Set(['select', 'with']),
  duckdb: new Set(['select', 'with', 'values', 'from']),
  mysql: new Set(['select', 'with']),
  trino: new Set(['select', 'with']),
  snowflake: new Set(['select', 'with']),
  bigquery: new Set(['select', 'with']),
}
/** Signs that the other dialect reads as a comment, a placeholder or a parameter. */
const FOREIGN: { readonly [D in DialectName]: ReadonlySet<string> } = {
  postgres: new Set(['{', '}']),
  redshift: new Set(['{', '}', '?', '@', '#']),
  duckdb: new Set(['#', '?', '@']),
  mysql: new Set(['#', '?', '@', ':', '{', '}', '[', ']']),
  trino: new Set(['#', '?', '@', ':', '{', '}', '~', '^', '&', '!']),
  snowflake: new Set(['#', '?', '@', '{', '}', '[', ']', '~', '^', '&', '!']),
  bigquery: new Set(['#', '?', '@', ':', '{', '}', '~', '^', '&']),
}
/** Where a backslash in a string is an escape. Written in pairs, it ends no string anywhere. */
const ESCAPES: ReadonlySet<DialectName> = new Set(['snowflake'])
const TOGETHER: readonly (readonly [string, string, string])[] = [
  ['-', '-', 'A comment (--)'],
  ['/', '*', 'A comment (/*)'],
  ['*', '/', 'A comment (*/)'],
  [':', '=', 'An assignment (:=)'],
  ['=', '>', 'A named argument (=>)'],
  ['|', '>', 'A pipe (|>)'],
]

const touching = (left: Token, right: Token) => left.end === right.start

const checkPair = (left: Token, right: Token) => {
  if (left.kind === 'string' && right.kind === 'string')
    deny('forbidden-token', 'Two strings side by side are not allowed.')
  if (!touching(left, right)) return
  if (left.text === 'u' && right.text === '&') deny('forbidden-token', 'Unicode escapes (U&) are not allowed.')
  for (const [first, second, what] of TOGETHER) {
    if (left.text === first && right.text === second) deny('forbidden-token', `${what} is not allowed.`)
  }
  const wordLike = right.kind === 'word' || right.kind === 'name' || right.kind === 'number'
  if (left.kind === 'number' && wordLike)
    deny('forbidden-token', `A number runs into a name: ${quote(left.text + right.text)}`)
  if (
    (left.kind === 'word' && right.kind !== 'symbol') ||
    (left.kind !== 'symbol' && right.kind === 'name') ||
    (left.kind === 'name' && right.kind !== 'symbol')
  ) {
    deny('forbidden-token', `A prefix before a quote is not allowed: ${quote(left.text + right.text)}`)
  }
}

const checkToken = (token: Token, dialect: DialectName) => {
  // A server with the old string rules takes \' for a quote inside the string; then the string ends elsewhere than we read.
  const escaped = ESCAPES.has(dialect) ? token.text.replaceAll('\\\\', '') : token.text
  if (token.kind === 'string' && dialect !== 'bigquery' && escaped.includes("\\'"))
    deny('forbidden-token', 'A backslash before a quote is not allowed in a string.')
  if (token.kind === 'string' && ESCAPES.has(dialect) && escaped.includes('\\'))
    deny('forbidden-token', 'A backslash in a string is written twice.')
  if (token.kind === 'symbol' && FOREIGN[dialect].has(token.text))
    deny('forbidden-token', `The sign ${token.text} is not allowed.`)
}

const checkBrackets = (tokens: readonly Token[], maxDepth: number) => {
  const open: string[] = []
  for (const { kind, text } of tokens) {
    if (kind === 'word' && text === 'case') open.push('case')
    if (kind === 'word' && text === 'end' && open.at(-1) === 'case') open.pop()
    if (kind !== 'symbol') continue
    if (text === '(' || text === '[' || text === '{') open.push(text)
    const opener = CLOSES.get(text)
    if (opener !== undefined && open.pop() !== opener) deny('unreadable', `A ${text} closes nothing.`)
    if (open.length > maxDepth) deny('too-large', `The query is nested more than ${maxDepth} levels deep.`)
  }
  if (open.length > 0) deny('unreadable', 'The query ends before everything it opened is closed.')
}

/** The first wall: size, characters, brackets and the one statement, before any parser sees the text. */
export const checkTokens = (text: string, dialect: DialectName, limits: GuardLimits): readonly Token[] => {
  if (Buffer.byteLength(text) > limits.maxBytes)
    return deny('too-large', `The query is longer than ${limits.maxBytes / 1024} KiB.`)
  if (text.includes('\0') || !text.isWellFormed())
    return deny('forbidden-token', 'The query contains a character that no text may contain.')
  const all = tokenise(text, limits.maxTokens, dialect)
  const tokens = all.at(-1)?.text === ';' ? all.slice(0, -1) : all
  tokens.forEach((token, index) => {
    if (token.text === ';') deny('many-statements', 'Only one statement may be asked at a time.')
    checkToken(token, dialect)
    const next = tokens[index + 1]
    if (next) checkPair(token, next)
  })
  checkBrackets(tokens, limits.maxDepth)
  const first = tokens.find(token => token.text !== '(')
  if (!first) return deny('unreadable', 'The query is empty.')
  if (first.kind !== 'word' || !FIRST_WORDS[dialect].has(first.text)) {
    return deny('not-a-select', `Only a SELECT may be asked; this begins with ${quote(first.text)}.`)
  }
  return tokens
}
