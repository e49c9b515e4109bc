import { linkSources, type HookTools, type Last } from '../hookTools.ts'
import { deny } from '../refusal.ts'
import { fieldsOf, listOf, textOf, type Fields, type Hook } from '../treeWalk.ts'
import { checkCall } from './checks.ts'
import { stringsOf } from './constant.ts'
import { comparisons } from './links.ts'
import { postgresTableFunctions } from './vocabulary.ts'

const aliasOf = (fields: Fields) => {
  const alias = fieldsOf(fields.alias)
  return { name: alias.aliasname === undefined ? null : textOf(alias.aliasname), columns: stringsOf(alias.colnames) }
}

/** FROM: tables, subqueries, functions and joins become sources; only what compares ties them together. */
export const fromHooks = ({ names, countJoins }: HookTools, last: Last): [string, Hook][] => [
  [
    'RangeVar',
    (fields, { descend }) => {
      descend()
      const alias = aliasOf(fields)
      const schema = fields.schemaname === undefined ? null : textOf(fields.schemaname)
      names.addTable({ schema, name: textOf(fields.relname), alias: alias.name, columns: alias.columns })
    },
  ],
  [
    'RangeSubselect',
    (fields, { descend }) => {
      descend()
      const alias = aliasOf(fields)
      const { columns, single } = last.relation
      names.addSource(alias.name ?? '', { columns: columns && new Set([...columns, ...alias.columns]), single })
    },
  ],
  [
    'RangeFunction',
    (fields, { descend }) => {
      const called = listOf(fields.functions).map(list =>
        stringsOf(fieldsOf(fieldsOf(listOf(fieldsOf(fieldsOf(list).List).items)[0]).FuncCall).funcname),
      )
      const functions = called.map(checkCall)
      const wrong = functions.find(name => !postgresTableFunctions.has(name))
      if (wrong !== undefined || functions.length === 0)
        deny('forbidden-function', `${wrong ?? 'This'} may not stand in FROM.`)
      descend()
      const alias = aliasOf(fields)
      const own = ['value', 'key', 'ordinality', ...alias.columns, ...(alias.name === null ? functions : [alias.name])]
      names.addSource(alias.name ?? functions[0] ?? '', { columns: new Set(own), single: true })
    },
  ],
  [
    'JoinExpr',
    (fields, { visit }) => {
      countJoins(1)
      const start = names.sources().length
      visit(fields.larg)
      const middle = names.sources().length
      visit(fields.rarg)
      if (fields.usingClause !== undefined) names.link([start, middle])
      if (fields.quals !== undefined) visit(fields.quals)
      linkSources(names, comparisons(fields.quals))
    },
  ],
  [
    'RangeTableSample',
    (fields, { descend }) => {
      const method = stringsOf(fields.method).at(-1) ?? ''
      if (method !== 'system' && method !== 'bernoulli')
        deny('forbidden-function', 'Only SYSTEM and BERNOULLI may sample a table.')
      descend()
    },
  ],
]
