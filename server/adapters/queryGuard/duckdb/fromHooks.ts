import { linkSources, type HookTools, type Last } from '../hookTools.ts'
import { deny, quote } from '../refusal.ts'
import { fieldsOf, listOf, textOf, type Fields, type Hook } from '../treeWalk.ts'
import { comparisons } from './shape.ts'
import { duckdbTableFunctions } from './vocabulary.ts'

const orNull = (value: unknown) => (value === undefined || value === '' ? null : textOf(value))
const aliases = (fields: Fields) => listOf(fields.column_name_alias).map(textOf)

/** FROM: tables, subqueries, functions and joins become sources; only what compares ties them together. */
export const fromHooks = ({ names, countJoins }: HookTools, last: Last): [string, Hook][] => {
  const lowered = (list: readonly string[]) => list.map(name => name.toLowerCase())
  return [
    [
      'BASE_TABLE',
      (fields, { descend }) => {
        descend()
        names.addTable({
          schema: orNull(fields.schema_name),
          name: textOf(fields.table_name),
          alias: orNull(fields.alias),
          columns: aliases(fields),
        })
      },
    ],
    [
      'SUBQUERY_SOURCE',
      (fields, { descend }) => {
        descend()
        const { columns, single } = last.relation
        names.addSource(textOf(fields.alias), {
          columns: columns && new Set([...columns, ...lowered(aliases(fields))]),
          single,
        })
      },
    ],
    [
      'EXPRESSION_LIST',
      (fields, { descend }) => {
        descend()
        names.addSource(textOf(fields.alias), { columns: null, single: true })
      },
    ],
    [
      'TABLE_FUNCTION',
      (fields, { descend }) => {
        const name = textOf(fieldsOf(fields.function).function_name).toLowerCase()
        if (!duckdbTableFunctions.has(name)) deny('forbidden-function', `${quote(name)} may not stand in FROM.`)
        descend()
        names.addSource(orNull(fields.alias) ?? name, { columns: null, single: true })
      },
    ],
    [
      'JOIN',
      (fields, { visit }) => {
        countJoins(1)
        const start = names.sources().length
        visit(fields.left)
        const middle = names.sources().length
        visit(fields.right)
        if (listOf(fields.using_columns).length > 0) names.link([start, middle])
        if (fields.condition !== undefined) visit(fields.condition)
        linkSources(names, comparisons(fields.condition))
      },
    ],
    [
      'PIVOT',
      (fields, { descend }) => {
        descend()
        names.addSource(textOf(fields.alias), { columns: null, single: true })
      },
    ],
  ]
}
