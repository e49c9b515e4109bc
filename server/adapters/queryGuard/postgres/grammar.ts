import type { Grammar } from '../treeWalk.ts'

const location = 'plain'
const oneOf = (...words: string[]) => words

/** Every node of PostgreSQL's own grammar that a query may hold, and every key of it. INTO, locks and recursion are absent, so they are refused. */
export const postgresGrammar: Grammar = {
  SelectStmt: {
    op: oneOf('SETOP_NONE', 'SETOP_UNION', 'SETOP_INTERSECT', 'SETOP_EXCEPT'), all: 'plain', withClause: { as: 'WithClause' },
    larg: { as: 'SelectStmt' }, rarg: { as: 'SelectStmt' }, fromClause: 'node', whereClause: 'node', targetList: 'node', valuesLists: 'node',
    distinctClause: 'node', groupClause: 'node', groupDistinct: 'plain', havingClause: 'node', windowClause: 'node', sortClause: 'node',
    limitOffset: 'node', limitCount: 'node', limitOption: oneOf('LIMIT_OPTION_DEFAULT', 'LIMIT_OPTION_COUNT', 'LIMIT_OPTION_WITH_TIES'),
  },
  WithClause: { ctes: 'node', location },
  CommonTableExpr: { ctename: 'plain', aliascolnames: 'node', ctematerialized: 'plain', ctequery: 'node', location },
  ResTarget: { name: 'plain', val: 'node', location },
  ColumnRef: { fields: 'node', location },
  A_Star: {}, String: { sval: 'plain' }, Integer: { ival: 'plain' }, Float: { fval: 'plain' }, Boolean: { boolval: 'plain' },
  A_Const: { ival: { as: 'Integer' }, fval: { as: 'Float' }, sval: { as: 'String' }, boolval: { as: 'Boolean' }, isnull: 'plain', location },
  A_Expr: {
    kind: oneOf('AEXPR_OP', 'AEXPR_OP_ANY', 'AEXPR_OP_ALL', 'AEXPR_DISTINCT', 'AEXPR_NOT_DISTINCT', 'AEXPR_NULLIF', 'AEXPR_IN', 'AEXPR_LIKE', 'AEXPR_ILIKE',
      'AEXPR_SIMILAR', 'AEXPR_BETWEEN', 'AEXPR_NOT_BETWEEN', 'AEXPR_BETWEEN_SYM', 'AEXPR_NOT_BETWEEN_SYM'),
    name: 'node', lexpr: 'node', rexpr: 'node', rexpr_list_start: 'plain', rexpr_list_end: 'plain', location,
  },
  BoolExpr: { boolop: 'plain', args: 'node', location },
  NullTest: { arg: 'node', nulltesttype: 'plain', location },
  BooleanTest: { arg: 'node', booltesttype: 'plain', location },
  TypeCast: { arg: 'node', typeName: { as: 'TypeName' }, location },
  TypeName: { names: 'node', typmods: 'node', typemod: 'plain', arrayBounds: 'node', location },
  FuncCall: {
    funcname: 'node', args: 'node', agg_order: 'node', agg_filter: 'node', over: { as: 'WindowDef' },
    agg_within_group: 'plain', agg_star: 'plain', agg_distinct: 'plain', funcformat: 'plain', location,
  },
  WindowDef: {
    name: 'plain', refname: 'plain', partitionClause: 'node', orderClause: 'node', frameOptions: 'plain', startOffset: 'node', endOffset: 'node', location,
  },
  SortBy: { node: 'node', sortby_dir: oneOf('SORTBY_DEFAULT', 'SORTBY_ASC', 'SORTBY_DESC'), sortby_nulls: 'plain', location },
  CaseExpr: { arg: 'node', args: 'node', defresult: 'node', location },
  CaseWhen: { expr: 'node', result: 'node', location },
  CoalesceExpr: { args: 'node', location },
  MinMaxExpr: { op: oneOf('IS_GREATEST', 'IS_LEAST'), args: 'node', location },
  SubLink: {
    subLinkType: oneOf('EXISTS_SUBLINK', 'ANY_SUBLINK', 'ALL_SUBLINK', 'EXPR_SUBLINK', 'ARRAY_SUBLINK'),
    testexpr: 'node', operName: 'node', subselect: 'node', location,
  },
  A_ArrayExpr: { elements: 'node', list_start: 'plain', list_end: 'plain', location },
  RowExpr: { args: 'node', row_format: 'plain', location },
  List: { items: 'node' },
  A_Indirection: { arg: 'node', indirection: 'node' },
  A_Indices: { is_slice: 'plain', lidx: 'node', uidx: 'node' },
  GroupingFunc: { args: 'node', location },
  GroupingSet: { kind: 'plain', content: 'node', location },
  SQLValueFunction: {
    op: oneOf('SVFOP_CURRENT_DATE', 'SVFOP_CURRENT_TIME', 'SVFOP_CURRENT_TIME_N', 'SVFOP_CURRENT_TIMESTAMP', 'SVFOP_CURRENT_TIMESTAMP_N',
      'SVFOP_LOCALTIME', 'SVFOP_LOCALTIME_N', 'SVFOP_LOCALTIMESTAMP', 'SVFOP_LOCALTIMESTAMP_N'),
    typmod: 'plain', location,
  },
  JoinExpr: {
    jointype: oneOf('JOIN_INNER', 'JOIN_LEFT', 'JOIN_FULL', 'JOIN_RIGHT'), larg: 'node', rarg: 'node', usingClause: 'node', quals: 'node', rtindex: 'plain',
  },
  RangeVar: { schemaname: 'plain', relname: 'plain', inh: 'plain', relpersistence: 'plain', alias: { as: 'Alias' }, location },
  Alias: { aliasname: 'plain', colnames: 'node' },
  RangeSubselect: { lateral: 'plain', subquery: 'node', alias: { as: 'Alias' } },
  RangeFunction: { lateral: 'plain', ordinality: 'plain', functions: 'node', alias: { as: 'Alias' } },
  RangeTableSample: { relation: 'node', method: 'node', args: 'node', repeatable: 'node', location },
}
