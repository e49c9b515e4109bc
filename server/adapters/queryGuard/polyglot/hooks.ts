import { createBounds, checkGroupingSets } from '../bounds.ts'
import { linkSources, type HookTools, type Last } from '../hookTools.ts'
import { deny, quote } from '../refusal.ts'
import { fieldsOf, isFields, listOf, textOf, type Fields, type Hook, type Visit } from '../treeWalk.ts'
import { bareNames, comparisons, constantOf, isStar, nameOf, outputName, returnsFewRows } from './shape.ts'

const identifiers = (list: unknown) => listOf(list).map(nameOf)

/** SELECTs and what they are made of: each gives back columns that the SELECT around it may name. */
const selectHooks = ({ names, countJoins }: HookTools, last: Last, bare: Set<unknown>): [string, Hook][] => {
  const combine: Hook = (fields, { visit }) => {
    names.enter()
    for (const reference of bareNames(fields)) bare.add(reference)
    if (fields.with !== undefined) visit(fields.with, 'with')
    for (const side of [fields.left, fields.right]) {
      visit(side)
      names.takeOutputs(last.relation.columns)
    }
    if (fields.order_by !== undefined) visit(fields.order_by, 'order_by')
    for (const part of [fields.limit, fields.offset]) if (part !== undefined) visit(part, 'part')
    last.relation = { columns: names.leave(), single: returnsFewRows(fields) }
  }
  return [
    [
      'select',
      (fields, { descend }) => {
        names.enter()
        countJoins(Math.max(0, listOf(fieldsOf(fields.from).expressions).length - 1))
        for (const reference of bareNames(fields)) bare.add(reference)
        descend()
        linkSources(names, comparisons(fieldsOf(fields.where_clause).this))
        for (const item of listOf(fields.expressions)) addOutput(names, item)
        last.relation = { columns: names.leave(), single: returnsFewRows(fields) }
      },
    ],
    ['union', combine],
    ['except', combine],
    ['intersect', combine],
    [
      'cte',
      (fields, { descend }) => {
        descend()
        const { columns, single } = last.relation
        names.addCte(nameOf(fields.alias), {
          columns: columns && new Set([...columns, ...identifiers(fields.columns)]),
          single,
        })
      },
    ],
  ]
}

const addOutput = (names: HookTools['names'], item: unknown) => {
  if (isStar(item)) {
    const { table } = fieldsOf(fieldsOf(item).star)
    return names.addStar(table === undefined ? null : nameOf(table))
  }
  const alias = fieldsOf(fieldsOf(item).alias)
  const name = fieldsOf(item).alias === undefined ? outputName(item) : nameOf(alias.alias)
  if (name !== null) names.addOutput(name)
}

/** Where a subquery stands in FROM it is a source; in an expression it is a value. */
const fromHooks = ({ names, countJoins }: HookTools, last: Last): [string, Hook][] => {
  const sources = new Set<unknown>()
  const expect = (list: unknown) => {
    for (const item of listOf(list)) sources.add(fieldsOf(item).subquery)
  }
  return [
    [
      'from',
      (fields, { descend }) => {
        expect(fields.expressions)
        descend()
      },
    ],
    [
      'table',
      fields => {
        names.addTable({
          schema: fields.schema === undefined ? null : nameOf(fields.schema),
          name: nameOf(fields.name),
          alias: fields.alias === undefined ? null : nameOf(fields.alias),
          columns: identifiers(fields.column_aliases),
        })
      },
    ],
    [
      'subquery',
      (fields, { descend }) => {
        descend()
        if (!sources.has(fields)) return
        const { columns, single } = last.relation
        names.addSource(nameOf(fields.alias), {
          columns: columns && new Set([...columns, ...identifiers(fields.column_aliases)]),
          single,
        })
      },
    ],
    [
      'join',
      (fields, { visit }) => {
        countJoins(1)
        expect([fields.this])
        const place = names.sources().length
        visit(fields.this)
        if (fields.using !== undefined) names.link([0, place])
        if (fields.on === undefined && fields.using === undefined)
          deny('forbidden-node', 'Two tables are joined without a predicate that compares them.')
        if (fields.on !== undefined) visit(fields.on)
        linkSources(names, comparisons(fields.on))
      },
    ],
  ]
}

/** Functions whose first argument is a unit, which polyglot takes for a column. */
const UNIT_FIRST = new Set(['timestampdiff', 'timestampadd'])
const UNITS = new Set('microsecond second minute hour day week month quarter year'.split(' '))

const visitAfterUnit = (fields: Fields, visit: Visit) => {
  const [unit, ...args] = listOf(fields.args)
  const known = UNITS.has(nameOf(fieldsOf(fieldsOf(unit).column).name).toLowerCase())
  if (!known || Object.keys(fields).some(key => key !== 'name' && key !== 'args'))
    deny('forbidden-function', 'A difference of times needs a plain unit.')
  visit(args)
}

const expressionHooks = (
  { names, functions }: HookTools,
  bare: Set<unknown>,
  allowed: ReadonlySet<string>,
): [string, Hook][] => {
  const bounds = createBounds()
  const onCall =
    (kind: string): Hook =>
    (fields: Fields, { descend, visit }) => {
      const given = textOf(fields.name === undefined ? fields.original_name : fields.name).toLowerCase()
      const name = kind === 'function' || kind === 'aggregate_function' ? given : kind
      if (!allowed.has(name) || (given !== '' && !allowed.has(given)))
        deny(
          'forbidden-function',
          `The function ${quote(given === '' ? kind.replaceAll('_', ' ') : given)} is not allowed.`,
        )
      functions.add(name)
      if (name === 'grouping sets') checkGroupingSets(listOf(fields.args).length)
      if (UNIT_FIRST.has(name)) return visitAfterUnit(fields, visit)
      const args =
        fields.args === undefined
          ? [fields.this, fields.length ?? fields.old, fields.new ?? fields.replacement]
          : listOf(fields.args)
      bounds.growing(name, args.map(constantOf), descend)
    }
  return [
    ...['function', 'aggregate_function', ...allowed].map((kind): [string, Hook] => [kind, onCall(kind)]),
    [
      'column',
      fields => {
        const name = nameOf(fields.name)
        names.refer({
          parts: fields.table === undefined ? [name] : [nameOf(fields.table), name],
          mayBeOutput: bare.has(fields),
        })
      },
    ],
    // Where the whole row is meant it stands alone in the list of a SELECT, which has it looked up.
    ['star', () => undefined],
    [
      'frame',
      (fields, { visit }) => {
        for (const bound of [fields.start, fields.end].filter(isFields))
          for (const rows of Object.values(bound)) visit(rows)
      },
    ],
    [
      'extract',
      (fields, { visit }) => {
        functions.add('extract')
        if (typeof fields.field !== 'string') deny('forbidden-node', 'EXTRACT needs a plain unit.')
        visit(fields.this)
      },
    ],
  ]
}

/** What the allow-list cannot say of a node by its keys: names, functions, joins and bounds. */
export const polyglotHooks = (tools: HookTools, allowed: ReadonlySet<string>): ReadonlyMap<string, Hook> => {
  const last: Last = { relation: { columns: new Set(), single: true } }
  const bare = new Set<unknown>()
  return new Map([
    ...selectHooks(tools, last, bare),
    ...expressionHooks(tools, bare, allowed),
    ...fromHooks(tools, last),
  ])
}
