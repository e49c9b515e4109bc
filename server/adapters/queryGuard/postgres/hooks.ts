import { checkGroupingSets, createBounds } from '../bounds.ts'
import { linkSources, type HookTools, type Last } from '../hookTools.ts'
import { deny, quote } from '../refusal.ts'
import { fieldsOf, isFields, listOf, textOf, type Fields, type Hook, type Visit } from '../treeWalk.ts'
import { constantOf, stringsOf } from './constant.ts'
import { checkCall, checkOperator, checkType } from './checks.ts'
import { fromHooks } from './fromHooks.ts'
import { comparisons } from './links.ts'
import { outputNames } from './outputName.ts'
import { returnsFewRows } from './returnsFewRows.ts'

const visitSetOperation = ({ names }: HookTools, last: Last, { fields, visit }: { fields: Fields; visit: Visit }) => {
  if (fields.withClause !== undefined) visit(fields.withClause, 'WithClause')
  for (const branch of [fields.larg, fields.rarg]) {
    visit(branch, 'SelectStmt')
    names.takeOutputs(last.relation.columns)
  }
  for (const part of [fields.sortClause, fields.limitOffset, fields.limitCount]) if (part !== undefined) visit(part)
}

const groupingSets = (item: unknown): number => {
  const set = fieldsOf(fieldsOf(item).GroupingSet)
  const content = listOf(set.content)
  if (set.kind === 'GROUPING_SET_CUBE') return 2 ** content.length
  if (set.kind === 'GROUPING_SET_ROLLUP') return content.length + 1
  return set.kind === 'GROUPING_SET_SETS' ? content.reduce<number>((sum, inner) => sum + groupingSets(inner), 0) : 1
}

/** The bare names in ORDER BY, GROUP BY and DISTINCT ON: only there may a name mean an output. */
const bareNames = ({ sortClause, groupClause, distinctClause }: Fields): readonly unknown[] => {
  const sorted = listOf(sortClause).map(item => fieldsOf(fieldsOf(item).SortBy).node)
  const grouped = listOf(groupClause).flatMap(item => [item, ...listOf(fieldsOf(fieldsOf(item).GroupingSet).content)])
  return [...sorted, ...grouped, ...listOf(distinctClause)].map(item => fieldsOf(item).ColumnRef).filter(isFields)
}

const selectHooks = ({ names, functions, countJoins }: HookTools, last: Last, bare: Set<unknown>): [string, Hook][] => [
  [
    'SelectStmt',
    (fields, { descend, visit }) => {
      names.enter()
      checkGroupingSets(listOf(fields.groupClause).reduce<number>((product, item) => product * groupingSets(item), 1))
      countJoins(Math.max(0, listOf(fields.fromClause).length - 1))
      for (const reference of bareNames(fields)) bare.add(reference)
      const single = returnsFewRows(fields)
      if (fields.larg === undefined) descend()
      else visitSetOperation({ names, functions, countJoins }, last, { fields, visit })
      linkSources(names, comparisons(fields.whereClause))
      if (fields.valuesLists !== undefined) {
        const width = listOf(fieldsOf(fieldsOf(listOf(fields.valuesLists)[0]).List).items).length
        for (let column = 1; column <= width; column += 1) names.addOutput(`column${column}`)
      }
      last.relation = { columns: names.leave(), single }
    },
  ],
  [
    'CommonTableExpr',
    (fields, { descend }) => {
      descend()
      const extra = stringsOf(fields.aliascolnames)
      const { columns, single } = last.relation
      names.addCte(textOf(fields.ctename), { columns: columns && new Set([...columns, ...extra]), single })
    },
  ],
  [
    'ResTarget',
    (fields, { descend }) => {
      const column = listOf(fieldsOf(fieldsOf(fields.val).ColumnRef).fields)
      if (fieldsOf(column.at(-1)).A_Star !== undefined)
        return names.addStar(column.length > 1 ? (stringsOf(column).at(-2) ?? null) : null)
      descend()
      for (const name of fields.name === undefined ? outputNames(fields.val) : [textOf(fields.name)])
        names.addOutput(name)
    },
  ],
  [
    'ColumnRef',
    fields => {
      const parts = stringsOf(fields.fields)
      if (parts.length > 3 || listOf(fields.fields).some(field => fieldsOf(field).String === undefined))
        deny('forbidden-node', 'A row as a value is not allowed here.')
      names.refer({ parts, mayBeOutput: bare.has(fields) })
    },
  ],
]

const expressionHooks = ({ functions }: HookTools): [string, Hook][] => {
  const bounds = createBounds()
  const onCall: Hook = (fields: Fields, { descend }) => {
    const name = checkCall(stringsOf(fields.funcname))
    functions.add(name)
    const args = listOf(fields.args).map(constantOf)
    if (name === 'generate_series') bounds.checkSeries(args)
    bounds.growing(name, args, descend)
  }
  return [
    ['FuncCall', onCall],
    [
      'A_Expr',
      (fields, { descend }) => {
        checkOperator(fields)
        descend()
      },
    ],
    [
      'SubLink',
      (fields, { descend }) => {
        if (fields.operName !== undefined) checkOperator({ name: fields.operName, kind: 'AEXPR_OP' })
        descend()
      },
    ],
    [
      'TypeName',
      (fields, { descend }) => {
        checkType(stringsOf(fields.names))
        descend()
      },
    ],
    [
      'A_Indirection',
      (fields, { descend }) => {
        const named = listOf(fields.indirection).find(step => fieldsOf(step).A_Indices === undefined)
        if (named !== undefined)
          deny('forbidden-node', `A field of a value is not allowed: ${quote(stringsOf([named]).join(''))}`)
        descend()
      },
    ],
  ]
}

/** What the allow-list cannot say of a node by its keys: names, functions, types, operators, joins and bounds. */
export const postgresHooks = (tools: HookTools): ReadonlyMap<string, Hook> => {
  const last: Last = { relation: { columns: new Set(), single: true } }
  return new Map([...selectHooks(tools, last, new Set()), ...expressionHooks(tools), ...fromHooks(tools, last)])
}
