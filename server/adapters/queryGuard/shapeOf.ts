// What queries share that differ in the values which columns are compared with, and in nothing else.
import { createHash } from 'node:crypto'
import type { DialectName } from '../../core/ports/queryGuard.ts'
import type { Token } from './lexer.ts'

const COMPARING = new Set(['=', '<', '>', '!'])
/** Words that give a literal its type: DATE '2026-06-12'. */
const TYPES = new Set(['date', 'time', 'timestamp', 'timestamptz', 'datetime'])

/** `columns`: those of the tables that the text reads, in lower case. */
type Text = {
  readonly text: string
  readonly dialect: DialectName
  readonly tokens: readonly Token[]
  readonly columns: ReadonlySet<string>
}

const bare = ({ kind, text }: Token) =>
  kind === 'name' ? text.slice(1, -1).replaceAll('""', '"').replaceAll('``', '`').toLowerCase() : text

const isColumn = ({ dialect, columns }: Text, token: Token | undefined) => {
  if (token?.kind !== 'word' && token?.kind !== 'name') return false
  // MySQL may read "text" as a string, and two strings that are compared are no column.
  return columns.has(bare(token)) && !(dialect === 'mysql' && token.text.startsWith('"'))
}

const isLiteral = (token: Token | undefined) => token?.kind === 'string' || token?.kind === 'number'

/** Whether the word types the text behind it. */
const isTyping = ({ tokens }: Text, at: number) =>
  TYPES.has(tokens[at]?.text ?? '') && tokens[at + 1]?.kind === 'string'

/** Whether a column stands right before the place and is compared with what stands there: `column >=`. */
const isCompared = (item: Text, at: number) => {
  let before = at - 1
  while (COMPARING.has(item.tokens[before]?.text ?? '')) before -= 1
  return before < at - 1 && isColumn(item, item.tokens[before])
}

/** Whether the bracket opens the list of `column IN (` or `column NOT IN (`. */
const opensList = (item: Text, at: number) => {
  const { tokens } = item
  return (
    tokens[at]?.text === '(' &&
    tokens[at - 1]?.text === 'in' &&
    isColumn(item, tokens[tokens[at - 2]?.text === 'not' ? at - 3 : at - 2])
  )
}

/** The places of the values that columns are compared with, one by one or in lists. */
const valuesIn = (item: Text): ReadonlySet<number> => {
  const values = new Set<number>()
  let isList = false
  item.tokens.forEach((token, at) => {
    isList = opensList(item, at) || (isList && (isLiteral(token) || token.text === ',' || isTyping(item, at)))
    const start = isTyping(item, at - 1) ? at - 1 : at
    if (isLiteral(token) && (isList || isCompared(item, start))) values.add(at)
  })
  return values
}

/**
 * The shape of a text, as a hash: equal only for texts that are the same, letter by letter, but for the values that columns of their tables are compared
 * with. A literal in any other place (a limit, a unit, a path into JSON, an argument, 1 = 1) may change what is read, so it belongs to the shape.
 */
export const shapeOf = (item: Text): string => {
  const { text, dialect, tokens } = item
  const values = valuesIn(item)
  const parts = tokens.map(({ kind, start, end }, at) => [
    start === tokens[at - 1]?.end,
    values.has(at),
    values.has(at) ? kind : text.slice(start, end),
  ])
  return createHash('sha256')
    .update(JSON.stringify([dialect, ...parts]))
    .digest('hex')
}
