import { comparable } from './agreement.ts'
import type { Token } from './lexer.ts'
import type { FirstReading } from './reading.ts'
import { deny, quote } from './refusal.ts'

/** Words that may stand before a bracket without being called. */
const KEYWORDS = new Set(
  `
  in values as over filter and or not from join on using by when then else case select where having materialized sets distinct interval numeric
  decimal varchar char character bit float time timestamp timestamptz within group union intersect except order partition limit offset exclude
  replace rename qualify pivot unpivot for ilike like between is lateral with all any some exists window semi anti inner left right full outer cross
  to escape system bernoulli repeatable tablesample end ordinality
`
    .trim()
    .split(/\s+/),
)

const nameOf = ({ kind, text }: Token) => (kind === 'name' ? text.slice(1, -1).replaceAll('""', '"') : text)

/** The plainest reading: every word before an opening bracket must be a keyword, an alias, or a function that the tree has shown too. */
export const checkCalls = (tokens: readonly Token[], { functions, aliases }: FirstReading) => {
  const known = new Set([...functions].map(comparable))
  tokens.forEach((token, index) => {
    if ((token.kind !== 'word' && token.kind !== 'name') || tokens[index + 1]?.text !== '(') return
    const name = nameOf(token)
    const called = comparable(name)
    const fine =
      (token.kind === 'word' && KEYWORDS.has(name)) ||
      called === null ||
      known.has(called) ||
      aliases.has(name.toLowerCase())
    if (!fine) deny('readers-disagree', `The words of the query call ${quote(name)}, which its tree does not show.`)
  })
}
