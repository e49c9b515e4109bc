import { sqlTokens, type SqlToken } from './sqlTokens.ts'

const CLAUSES = new Set([
  'select',
  'from',
  'where',
  'having',
  'limit',
  'offset',
  'union',
  'except',
  'intersect',
  'window',
  'values',
  'with',
  'group',
  'order',
])
const JOINS = new Set(['left', 'right', 'full', 'inner', 'cross', 'join'])
const INLINE_LENGTH = 72

type Parens = { readonly block: boolean }

/** How far the parenthesis opened at `index` reaches, in characters without spaces; more than `limit` counts as long. */
const closesWithin = (tokens: readonly SqlToken[], index: number, limit: number) => {
  let depth = 0
  let length = 0
  for (const token of tokens.slice(index)) {
    length += token.text.length + 1
    if (token.text === '(') depth += 1
    if (token.text === ')' && (depth -= 1) === 0) return length <= limit
    if (length > limit) return false
  }
  return false
}

const breaksBefore = (word: string, previous: string, inBlock: boolean) => {
  if (!inBlock) return false
  if (CLAUSES.has(word)) return previous !== 'within' && previous !== 'distinct'
  if (JOINS.has(word)) return !JOINS.has(previous) && previous !== 'outer'
  return word === 'and' && previous !== 'between'
}

const tight = (previous: SqlToken | undefined, token: SqlToken) => {
  if (previous === undefined) return true
  if ([')', ',', '.', '::', ';'].includes(token.text) || ['(', '.', '::'].includes(previous.text)) return true
  return (
    token.text === '(' &&
    (previous.kind === 'name' || /^(count|sum|min|max|avg|coalesce|cast|try_cast|extract|any)$/i.test(previous.text))
  )
}

/** Breaks SQL into lines by clause. Only spaces change: a text with comments stays as it is, since a comment may end with its line. */
export const formatSql = (sql: string): string => {
  const tokens = sqlTokens(sql).filter(token => token.kind !== 'space')
  if (tokens.some(token => token.kind === 'comment')) return sql
  const parens: Parens[] = []
  let text = ''
  let between = false
  tokens.forEach((token, index) => {
    const previous = tokens[index - 1]
    const word = token.kind === 'keyword' ? token.text.toLowerCase() : ''
    const indent = () => `\n${'  '.repeat(parens.filter(paren => paren.block).length)}`
    const inBlock = parens.at(-1)?.block ?? true
    if (word === 'between') between = true
    const closing = token.text === ')' ? parens.pop() : undefined
    if (closing?.block === true) text += `${indent()})`
    else if (previous !== undefined && previous.text === '(' && inBlock) text += `${indent()}${token.text}`
    else if (
      previous !== undefined &&
      breaksBefore(word, previous.text.toLowerCase(), inBlock) &&
      !(word === 'and' && between)
    ) {
      text += `${indent()}${word === 'and' ? '  ' : ''}${token.text}`
    } else if (previous?.text === ',' && inBlock) text += `${indent()}  ${token.text}`
    else text += `${tight(previous, token) ? '' : ' '}${token.text}`
    if (word === 'and') between = false
    if (token.text === '(')
      parens.push({ block: inBlock && tokens[index + 1]?.text !== ')' && !closesWithin(tokens, index, INLINE_LENGTH) })
  })
  return text
}
