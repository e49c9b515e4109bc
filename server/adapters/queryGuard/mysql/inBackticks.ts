import { tokenise } from '../lexer.ts'

/**
 * The same text for parsers that know MySQL with its default rules only: names in backticks, backslashes doubled. Our sessions set ANSI_QUOTES and
 * NO_BACKSLASH_ESCAPES, under which both mean what they meant.
 */
export const inBackticks = (text: string, maxTokens: number): string => {
  let made = ''
  let at = 0
  for (const token of tokenise(text, maxTokens, 'mysql')) {
    made += text.slice(at, token.start)
    if (token.kind === 'name')
      made += token.text.startsWith('"')
        ? `\`${token.text.slice(1, -1).replaceAll('""', '"').replaceAll('`', '``')}\``
        : token.text
    else if (token.kind === 'string') made += token.text.replaceAll('\\', '\\\\')
    else made += text.slice(token.start, token.end)
    at = token.end
  }
  return made + text.slice(at)
}
