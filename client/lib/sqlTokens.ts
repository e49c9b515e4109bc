export type SqlToken = {
  readonly kind: 'keyword' | 'name' | 'text' | 'number' | 'comment' | 'mark' | 'space'
  readonly text: string
}

const KEYWORDS = new Set(
  `all and any array as asc between by case cast coalesce count cross current date day desc distinct else end except
  exists extract false filter first following from full group having in inner intersect interval is join last lateral left like limit not null nulls offset
  on or order outer over partition preceding right row rows select sum min max avg then timestamp true try_cast unbounded union using
  values when where window with within zone at time`.split(/\s+/),
)

// In this order: comments, quoted names, texts, numbers, words, spaces, then any one mark.
const TOKEN = new RegExp(
  [
    /(--[^\n]*|\/\*[\s\S]*?\*\/)/,
    /("(?:[^"]|"")*"|`[^`]*`)/,
    /('(?:[^']|'')*'|\$\$[\s\S]*?\$\$)/,
    /(\d+(?:\.\d+)?(?:e[+-]?\d+)?)/,
    /([a-z_][\w$]*)/,
    /(\s+)/,
    /(::|<=|>=|<>|!=|\|\||[\s\S])/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gi',
)

/** Splits SQL for the eye (colour, line breaks). Lossless: the texts joined are the SQL again. */
export const sqlTokens = (sql: string): SqlToken[] =>
  Array.from(sql.matchAll(TOKEN), ([text, comment, quoted, literal, number, word, space]) => {
    if (comment !== undefined) return { kind: 'comment', text }
    if (quoted !== undefined) return { kind: 'name', text }
    if (literal !== undefined) return { kind: 'text', text }
    if (number !== undefined) return { kind: 'number', text }
    if (word !== undefined) return { kind: KEYWORDS.has(word.toLowerCase()) ? 'keyword' : 'name', text }
    return { kind: space === undefined ? 'mark' : 'space', text }
  })
