import { checkGroupingSets, createBounds } from '../bounds.ts'
import { linkSources, type HookTools, type Last } from '../hookTools.ts'
import type { Names } from '../names.ts'
import { deny, quote } from '../refusal.ts'
import { fieldsOf, listOf, textOf, type Fields, type Hook, type Visit } from '../treeWalk.ts'
import { columnOf, constantOf } from './constant.ts'
import { fromHooks } from './fromHooks.ts'
import { comparisons, returnsFewRows } from './shape.ts'
import { duckdbFunctions, duckdbOperators } from './vocabulary.ts'

const visitOutput = (names: Names, visit: Visit, item: Fields) => {
  visit(item)
  if (item.class === 'STAR') {
    if (item.columns === true || item.rename_list !== undefined) names.openOutputs()
    return names.addStar(item.relation_name === undefined ? null : textOf(item.relation_name))
  }
  const alias = textOf(item.alias)
  if (alias === '' && item.class === 'COLUMN_REF') return names.addEcho(columnOf(item).at(-1) ?? '')
  // An unnamed column gets a name made of its text; whoever uses that name must be let through.
  if (alias === '') names.openOutputs()
  else names.addOutput(alias)
}

const selectHooks = (names: Names, last: Last): [string, Hook][] => [
  [
    'SELECT_NODE',
    (fields, { visit }) => {
      names.enter()
      checkGroupingSets(listOf(fields.group_sets).length)
      const {
        cte_map: ctes,
        from_table: from,
        where_clause: where,
        select_list: list,
        group_expressions: groups,
        having,
        qualify,
        sample,
        modifiers,
      } = fields
      if (ctes !== undefined) visit(ctes, 'CteMap')
      if (from !== undefined) visit(from)
      if (where !== undefined) visit(where)
      linkSources(names, comparisons(where))
      for (const item of listOf(list)) visitOutput(names, visit, fieldsOf(item))
      for (const part of [groups, having, qualify, modifiers]) if (part !== undefined) visit(part)
      if (sample !== undefined) visit(sample, 'Sample')
      last.relation = { columns: names.leave(), single: returnsFewRows(fields) }
    },
  ],
  [
    'SET_OPERATION_NODE',
    (fields, { visit }) => {
      names.enter()
      if (fields.cte_map !== undefined) visit(fields.cte_map, 'CteMap')
      for (const branch of [fields.left, fields.right, ...listOf(fields.children)]) {
        if (branch === undefined) continue
        visit(branch)
        names.takeOutputs(last.relation.columns)
      }
      if (fields.modifiers !== undefined) visit(fields.modifiers)
      last.relation = { columns: names.leave(), single: returnsFewRows(fields) }
    },
  ],
  [
    'CteEntry',
    (fields, { descend }) => {
      descend()
      const { columns, single } = last.relation
      const extra = listOf(fieldsOf(fields.value).aliases).map(alias => textOf(alias).toLowerCase())
      names.addCte(textOf(fields.key), { columns: columns && new Set([...columns, ...extra]), single })
    },
  ],
  ['COLUMN_REF', fields => names.refer({ parts: columnOf(fields), mayBeOutput: true })],
  [
    'LAMBDA',
    (fields, { visit }) => {
      const named = [fieldsOf(fields.lhs), ...listOf(fieldsOf(fields.lhs).children).map(fieldsOf)].filter(
        node => node.class === 'COLUMN_REF',
      )
      names.addSource('\0', {
        columns: new Set(named.map(node => columnOf(node).join('.').toLowerCase())),
        single: true,
      })
      // `a -> b` is also the arrow into JSON; then its left side is a column like any other.
      if (named.length === 0) visit(fields.lhs)
      visit(fields.expr)
    },
  ],
]

const callHook = (functions: Set<string>): Hook => {
  const bounds = createBounds()
  return (fields, { descend }) => {
    const name = textOf(fields.function_name).toLowerCase()
    const allowed = fields.is_operator === true ? duckdbOperators : duckdbFunctions
    if (!allowed.has(name))
      deny(
        'forbidden-function',
        `The ${fields.is_operator === true ? 'operator' : 'function'} ${quote(name)} is not allowed.`,
      )
    if (fields.is_operator !== true) functions.add(name)
    const args = listOf(fields.children).map(constantOf)
    if (name === 'generate_series' || name === 'range') bounds.checkSeries(args)
    bounds.growing(name, args, descend)
  }
}

/** What the allow-list cannot say of a node by its keys: names, functions, operators, joins and bounds. */
export const duckdbHooks = (tools: HookTools): ReadonlyMap<string, Hook> => {
  const last: Last = { relation: { columns: new Set(), single: true } }
  const onCall = callHook(tools.functions)
  return new Map<string, Hook>([
    ...selectHooks(tools.names, last),
    ['FUNCTION', onCall],
    ['WINDOW', onCall],
    ...fromHooks(tools, last),
  ])
}
