import type { Grammar, Rule } from '../treeWalk.ts'

const name: Rule = { as: 'identifier' }
const ordered: Rule = { as: 'ordered' }
const part: Rule = { as: 'part' }
const one = { this: 'node' } as const
const two = { left: 'node', right: 'node', escape: 'plain' } as const
const aliased = { alias: name, alias_explicit_as: 'plain', alias_keyword: 'plain' } as const
const combined = {
  with: { as: 'with' },
  left: 'node',
  right: 'node',
  all: 'plain',
  distinct: 'plain',
  order_by: { as: 'order_by' },
  limit: part,
  offset: part,
} as const
const each = (kinds: string, rules: Grammar[string]): Grammar =>
  Object.fromEntries(
    kinds
      .trim()
      .split(/\s+/)
      .map(kind => [kind, rules]),
  )

/** What a call may say, under whatever kind polyglot knows its function. */
const call = {
  name: 'plain',
  original_name: 'plain',
  this: 'node',
  expression: 'node',
  expressions: 'node',
  args: 'node',
  pattern: 'node',
  substr: 'node',
  start: 'node',
  length: 'node',
  characters: 'node',
  offset: 'node',
  default: 'node',
  decimals: 'node',
  base: 'node',
  num_buckets: 'node',
  unit: 'plain',
  field: 'plain',
  condition: 'node',
  true_value: 'node',
  false_value: 'node',
  replacement: 'node',
  separator: 'node',
  order_by: ordered,
  filter: 'node',
  old: 'node',
  new: 'node',
  percentile: 'node',
  accuracy: 'node',
  index: 'node',
  position: ['Leading', 'Trailing', 'Both'],
  star: 'plain',
  distinct: 'plain',
  sql_standard_syntax: 'plain',
  position_explicit: 'plain',
  from_for_syntax: 'plain',
  flags: 'node',
  limit: 'node',
  use_bracket_syntax: 'plain',
  string: 'node',
  to: { as: 'type' },
  no_parens: 'plain',
  path: 'node',
  safe: 'node',
} satisfies Grammar[string]

const columnTypes = `int big_int small_int tiny_int double float real decimal numeric char var_char varchar text date time timestamp datetime string boolean custom signed unsigned`
const units = 'microsecond millisecond second minute hour day week isoweek month quarter year isoyear'.split(' ')
const columnTypeNames =
  'SIGNED UNSIGNED DATETIME signed unsigned datetime TIMESTAMPNTZ TIMESTAMPTZ TIMESTAMPLTZ TIMESTAMP_NTZ TIMESTAMP_TZ TIMESTAMP_LTZ ' +
  'int64 INT64 float64 FLOAT64 string STRING numeric NUMERIC bignumeric BIGNUMERIC bool BOOL bytes BYTES'

/** Kinds that are operators, literals or clauses; a kind in no list is refused. Clauses that write, lock, sample, recurse or look sideways are absent. */
export const polyglotGrammar: Grammar = {
  select: {
    with: { as: 'with' },
    expressions: 'node',
    from: { as: 'from' },
    joins: { as: 'join' },
    where_clause: part,
    group_by: { as: 'group_by' },
    having: part,
    order_by: { as: 'order_by' },
    limit: part,
    offset: part,
    distinct: 'plain',
    qualify: part,
  },
  with: { ctes: { as: 'cte' } },
  cte: { this: 'node', alias: name, columns: name, alias_first: 'plain' },
  from: { expressions: 'node' },
  part: one,
  group_by: { expressions: 'node' },
  order_by: { expressions: ordered },
  ordered: { this: 'node', desc: 'plain', nulls_first: 'plain', explicit_asc: 'plain' },
  identifier: { name: 'plain', quoted: 'plain' },
  join: {
    this: 'node',
    on: 'node',
    using: name,
    kind: ['Inner', 'Left', 'Right', 'Full'],
    nesting_group: 'plain',
    use_outer_keyword: 'plain',
    use_inner_keyword: 'plain',
  },
  table: { name, schema: name, ...aliased, column_aliases: name },
  subquery: { this: 'node', ...aliased, column_aliases: name, order_by: { as: 'order_by' }, limit: part, offset: part },
  union: combined,
  except: combined,
  intersect: combined,
  column: { name, table: name },
  star: { table: name },
  alias: { this: 'node', ...aliased },
  literal: { literal_type: ['string', 'number', 'timestamp', 'date', 'time', 'datetime'], value: 'plain' },
  boolean: { value: 'plain' },
  null: {},
  tuple: { expressions: 'node' },
  ...each('and or eq neq gt gte lt lte add sub mul div mod like null_safe_eq null_safe_neq concat', two),
  ...each('not neg paren', one),
  ...each('is_null is_true is_false exists', { this: 'node', not: 'plain' }),
  between: { this: 'node', low: 'node', high: 'node', not: 'plain' },
  in: { this: 'node', expressions: 'node', query: 'node', not: 'plain' },
  case: { operand: 'node', whens: 'node', else_: 'node' },
  cast: { this: 'node', to: { as: 'type' } },
  try_cast: { this: 'node', to: { as: 'type' } },
  safe_cast: { this: 'node', to: { as: 'type' } },
  var: { this: units.flatMap(unit => [unit, unit.toUpperCase()]) },
  subscript: { this: 'node', index: 'node' },
  type: {
    data_type: columnTypes.split(' '),
    name: columnTypeNames.split(' '),
    precision: 'plain',
    scale: 'plain',
    length: 'plain',
    timezone: 'plain',
    integer_spelling: 'plain',
    real_spelling: 'plain',
  },
  collation: {
    this: 'node',
    collation: ['utf8mb4_nopad_bin', 'utf8mb4_0900_bin', 'utf8mb4_bin', 'utf8mb4_general_ci', 'utf8mb4_unicode_ci'],
  },
  interval: { this: 'node', unit: { as: 'interval_unit' } },
  interval_unit: { type: ['simple'], unit: 'plain', use_plural: 'plain' },
  at_time_zone: { this: 'node', zone: 'node' },
  window_function: { this: 'node', over: { as: 'over' } },
  over: { partition_by: 'node', order_by: ordered, frame: { as: 'frame' } },
  frame: {
    kind: ['Rows', 'Range'],
    start: 'node',
    end: 'node',
    kind_text: 'plain',
    start_side_text: 'plain',
    end_side_text: 'plain',
    exclude: 'plain',
  },
  Preceding: {},
  Following: {},
  within_group: { this: 'node', order_by: ordered },
}

/** The same with the functions of a dialect: the kinds and names by which polyglot knows them. */
export const grammarWith = (functions: ReadonlySet<string>): Grammar => ({
  ...each(['function', 'aggregate_function', ...functions].join(' '), call),
  ...polyglotGrammar,
})
