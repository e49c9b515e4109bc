const LITERALS = /"((?:[^"]|"")*)"|`([^`]*)`|'(?:[^']|'')*'|--[^\n]*|\/\*([\s\S]*?)\*\//g
const NAME = /[\p{L}_][\p{L}\p{N}_$]*/gu

/**
 * The text without what its strings say. Where another way of quoting may be in play (backslashes, dollars, # comments) nothing is taken out, and comments
 * that a warehouse may run count as text: a name too many is harmless, a name too few would hide a column.
 */
const withoutStrings = (sql: string): string =>
  /[\\$#]/.test(sql)
    ? sql
    : sql.replaceAll(LITERALS, (match, ...[quoted, ticked, comment]: readonly unknown[]) =>
        quoted !== undefined || ticked !== undefined
          ? match
          : typeof comment === 'string'
            ? ` ${comment.replaceAll(/['"`]/g, ' ')} `
            : ' ',
      )

const quotedIn = (text: string) =>
  [...text.matchAll(/"((?:[^"]|"")*)"|`([^`]*)`/g)].map(match => (match[1] ?? match[2] ?? '').replaceAll('""', '"'))

/** The names that a query speaks of, in lower case; '*' where it takes all columns of something. */
export const wordsOf = (sql: string): ReadonlySet<string> => {
  const text = withoutStrings(sql)
  const star = /(?:SELECT|DISTINCT|ALL|,|\.)\s*\*/i.test(text) ? ['*'] : []
  return new Set([...quotedIn(text), ...(text.match(NAME) ?? []), ...star].map(word => word.toLowerCase()))
}

/** The names that a query gives to what it selects. */
export const aliasesOf = (sql: string): readonly string[] => [
  ...new Set(
    [...withoutStrings(sql).matchAll(/\bAS\s+(?:"((?:[^"]|"")*)"|`([^`]*)`|([\p{L}_][\p{L}\p{N}_$]*))/giu)].map(match =>
      (match[1] ?? match[2] ?? match[3] ?? '').toLowerCase(),
    ),
  ),
]

/** A name that the reader of the answer may look for, and that the edited text has lost; null where it kept them all. */
export const lostAlias = (before: string, after: string): string | null => {
  const words = wordsOf(after)
  return aliasesOf(before).find(alias => !words.has(alias)) ?? null
}
