import type { Grammar, Rule } from '../treeWalk.ts'

const base = { alias: 'plain', query_location: 'plain' } as const
const expression = (type: Rule, keys: { readonly [key: string]: Rule }) => ({ class: 'plain', type, ...base, ...keys }) as const
const source = (keys: { readonly [key: string]: Rule }) => ({ type: 'plain', ...base, sample: { as: 'Sample' }, column_name_alias: 'data', ...keys }) as const
const statement = { as: 'Statement' } as const

const queryNodes: Grammar = {
  Statement: { node: 'node' },
  SELECT_NODE: {
    type: 'plain', cte_map: { as: 'CteMap' }, from_table: 'node', where_clause: 'node', select_list: 'node', group_expressions: 'node', group_sets: 'data',
    aggregate_handling: 'plain', having: 'node', qualify: 'node', sample: { as: 'Sample' }, modifiers: 'node',
  },
  SET_OPERATION_NODE: {
    type: 'plain', cte_map: { as: 'CteMap' }, setop_type: ['UNION', 'EXCEPT', 'INTERSECT', 'UNION_BY_NAME'], setop_all: 'plain',
    left: 'node', right: 'node', children: 'node', modifiers: 'node',
  },
  CteMap: { map: { as: 'CteEntry' } },
  CteEntry: { key: 'plain', value: { as: 'Cte' } },
  Cte: { aliases: 'data', query: statement, materialized: 'plain' },
  ORDER_MODIFIER: { type: 'plain', orders: { as: 'Order' } },
  Order: { type: 'plain', null_order: 'plain', expression: 'node' },
  LIMIT_MODIFIER: { type: 'plain', limit: 'node', offset: 'node' },
  LIMIT_PERCENT_MODIFIER: { type: 'plain', limit: 'node', offset: 'node' },
  DISTINCT_MODIFIER: { type: 'plain', distinct_on_targets: 'node' },
  Sample: { sample_size: { as: 'Value' }, is_percentage: 'plain', method: 'plain', seed: 'plain', repeatable: 'plain' },
}

const sources: Grammar = {
  EMPTY: source({}),
  BASE_TABLE: source({ schema_name: 'plain', table_name: 'plain' }),
  SUBQUERY_SOURCE: source({ subquery: statement }),
  EXPRESSION_LIST: source({ values: 'node', expected_names: 'data' }),
  TABLE_FUNCTION: source({ function: 'node', with_ordinality: 'plain' }),
  JOIN: source({
    left: 'node', right: 'node', condition: 'node', using_columns: 'data', join_type: ['INNER', 'LEFT', 'RIGHT', 'OUTER', 'SEMI', 'ANTI'],
    ref_type: ['REGULAR', 'CROSS', 'ASOF'],
  }),
  PIVOT: source({ source: 'node', aggregates: 'node', pivots: { as: 'Pivot' }, groups: 'data', unpivot_names: 'data', include_nulls: 'plain' }),
  Pivot: { pivot_expressions: 'node', entries: { as: 'PivotEntry' }, unpivot_names: 'data' },
  PivotEntry: { values: { as: 'Value' }, alias: 'plain' },
}

const types: Grammar = {
  Type: {
    id: ['BOOLEAN', 'TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT', 'UTINYINT', 'USMALLINT', 'UINTEGER', 'UBIGINT', 'UHUGEINT', 'FLOAT', 'DOUBLE', 'DECIMAL',
      'VARCHAR', 'BLOB', 'DATE', 'TIME', 'TIME WITH TIME ZONE', 'TIMESTAMP', 'TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP_NS', 'TIMESTAMP WITH TIME ZONE', 'INTERVAL',
      'UUID', 'LIST', 'ARRAY', 'STRUCT', 'MAP', 'NULL', 'INTEGER_LITERAL', 'STRING_LITERAL', 'UNBOUND'],
    type_info: { as: 'TypeInfo' },
  },
  TypeInfo: {
    type: ['DECIMAL_TYPE_INFO', 'LIST_TYPE_INFO', 'ARRAY_TYPE_INFO', 'STRUCT_TYPE_INFO', 'INTEGER_LITERAL_TYPE_INFO', 'STRING_TYPE_INFO', 'UNBOUND_TYPE_INFO'],
    name: ['JSON', 'json', 'Json'], width: 'plain', scale: 'plain', size: 'plain', child_type: { as: 'Type' }, child_types: { as: 'TypeField' }, constant_value: { as: 'Value' },
  },
  TypeField: { first: 'plain', second: { as: 'Type' } },
  Value: { type: { as: 'Type' }, is_null: 'plain', value: 'data' },
}

const expressions: Grammar = {
  CONSTANT: expression('plain', { value: { as: 'Value' } }),
  COLUMN_REF: expression('plain', { column_names: 'data' }),
  POSITIONAL_REFERENCE: expression('plain', { index: 'plain' }),
  STAR: expression('plain', {
    relation_name: 'plain', exclude_list: 'data', qualified_exclude_list: 'data', replace_list: { as: 'Replacement' }, rename_list: 'data', columns: 'plain', expr: 'node',
  }),
  Replacement: { key: 'plain', value: 'node' },
  CAST: expression('plain', { child: 'node', cast_type: { as: 'Type' }, try_cast: 'plain' }),
  FUNCTION: expression('plain', {
    function_name: 'plain', schema: ['main'], children: 'node', filter: 'node', order_bys: 'node', distinct: 'plain', is_operator: 'plain',
  }),
  WINDOW: expression('plain', {
    function_name: 'plain', schema: ['main'], children: 'node', partitions: 'node', orders: { as: 'Order' }, start: 'plain', end: 'plain', start_expr: 'node', end_expr: 'node',
    offset_expr: 'node', default_expr: 'node', ignore_nulls: 'plain', filter_expr: 'node', exclude_clause: 'plain', distinct: 'plain', arg_orders: { as: 'Order' },
  }),
  LAMBDA: expression('plain', { lhs: 'node', expr: 'node' }),
  CASE: expression('plain', { case_checks: { as: 'CaseCheck' }, else_expr: 'node' }),
  CaseCheck: { when_expr: 'node', then_expr: 'node' },
  COMPARISON: expression(
    ['COMPARE_EQUAL', 'COMPARE_NOTEQUAL', 'COMPARE_LESSTHAN', 'COMPARE_GREATERTHAN', 'COMPARE_LESSTHANOREQUALTO', 'COMPARE_GREATERTHANOREQUALTO',
      'COMPARE_DISTINCT_FROM', 'COMPARE_NOT_DISTINCT_FROM'],
    { left: 'node', right: 'node' },
  ),
  CONJUNCTION: expression(['CONJUNCTION_AND', 'CONJUNCTION_OR'], { children: 'node' }),
  OPERATOR: expression(
    ['OPERATOR_NOT', 'OPERATOR_IS_NULL', 'OPERATOR_IS_NOT_NULL', 'OPERATOR_COALESCE', 'OPERATOR_NULLIF', 'OPERATOR_TRY', 'COMPARE_IN', 'COMPARE_NOT_IN', 'ARRAY_EXTRACT',
      'ARRAY_SLICE', 'STRUCT_EXTRACT', 'ARRAY_CONSTRUCTOR', 'ARROW', 'GROUPING_FUNCTION'],
    { children: 'node' },
  ),
  BETWEEN: expression('plain', { input: 'node', lower: 'node', upper: 'node' }),
  SUBQUERY: expression('plain', { subquery_type: ['SCALAR', 'EXISTS', 'NOT_EXISTS', 'ANY'], subquery: statement, child: 'node', comparison_type: 'plain' }),
}

/** Every node of DuckDB's own serialised tree that a query may hold, and every key of it. Recursion, DESCRIBE and parameters are absent, so they are refused. */
export const duckdbGrammar: Grammar = { ...queryNodes, ...sources, ...types, ...expressions }
