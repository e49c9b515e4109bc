import { tokenise, type Token } from '../lexer.ts'

const rewrite = (text: string, maxTokens: number, spell: (token: Token) => string) => {
  let made = ''
  let at = 0
  for (const token of tokenise(text, maxTokens, 'bigquery')) {
    made +=
      text.slice(at, token.start) +
      (token.kind === 'name' || token.kind === 'string' ? spell(token) : text.slice(token.start, token.end))
    at = token.end
  }
  return made + text.slice(at)
}

const partsOf = ({ text }: Token) => text.slice(1, -1).split('.')

/** The same text with each path in backticks parted at its dots, as BigQuery itself does with the name of a table; no other name may hold a dot. */
export const inParts = (text: string, maxTokens: number): string =>
  rewrite(text, maxTokens, token =>
    token.kind === 'name'
      ? partsOf(token)
          .map(part => `\`${part}\``)
          .join('.')
      : token.text,
  )

const MEANT: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

const meant = (quoted: string) =>
  quoted.slice(1, -1).replaceAll(/\\(.)/g, (_, letter: string) => MEANT[letter] ?? letter)

/** The same text by the quotes of standard SQL, for parsers that know no others. */
export const inStandardQuotes = (text: string, maxTokens: number): string =>
  rewrite(text, maxTokens, token =>
    token.kind === 'string'
      ? `'${meant(token.text).replaceAll("'", "''")}'`
      : partsOf(token)
          .map(part => `"${part.replaceAll('"', '""')}"`)
          .join('.'),
  )
