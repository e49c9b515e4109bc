import type { Reading } from './reading.ts'
import { deny, quote } from './refusal.ts'

const aliases = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .trim()
      .split(/\s+/)
      .map(pair => pair.split('='))
      .map(([from = '', to = '']) => [from, to]),
  )

/** Spellings of one function: names of the engines, and the node kinds by which other readers know it. */
const SAME = aliases(`
  count_star=count ceiling=ceil char_length=length character_length=length len=length strlen=length lcase=lower ucase=upper every=bool_and
  logical_and=bool_and logical_or=bool_or substr=substring strpos=position instr=position str_position=position n_tile=ntile
  countif=count_if list_agg=string_agg listagg=string_agg group_concat=string_agg list=array_agg pow=power datepart=date_part extract=date_part
  day_of_week=dayofweek day_of_month=dayofmonth day_of_year=dayofyear week_of_year=weekofyear bitwise_and_agg=bit_and bitwise_or_agg=bit_or
  bitwise_xor_agg=bit_xor btrim=trim ltrim=trim rtrim=trim percentile_cont=quantile_cont percentile_disc=quantile_disc datediff=date_diff mean=avg
  approx_distinct=approx_count_distinct variance=var_samp stddev=stddev_samp json_extract_path_text=json_extract_string list_has=list_contains
  try_to_number=to_number try_to_decimal=to_number try_to_numeric=to_number to_decimal=to_number to_numeric=to_number
  array_contains=list_contains j_s_o_n_array=json_array locate=position std=stddev_samp
  lcase=lower curdate=current_date curtime=current_time approx_quantile=approx_percentile list_apply=list_transform str_split=string_split
`)

/** What one reader calls a function and another an operator, a literal or a keyword; all of it is on every allow-list. */
const SILENT = new Set(
  `
  coalesce ifnull nullif if iff if_func case greatest least grouping grouping_id cube rollup columns current_date current_time current_timestamp
  localtime localtimestamp exists not_exists any all some at_time_zone timezone list_value array_func map_func struct_pack list_pack struct_func row
  cast try_cast safe_cast offset safe_offset ordinal safe_ordinal array map struct regexp_like regexp_full_match regexp_matches similar_to_escape like_escape not_like_escape ilike_escape
  not_ilike_escape to_years to_months to_weeks to_days to_hours to_minutes to_seconds to_milliseconds to_microseconds to_quarters trunc
  array_extract array_slice struct_extract list_extract list_slice map_extract element_at unnest overlaps json_extract json_extract_string
  json_extract_path pi get_current_timestamp not mod mod_func concat
`
    .trim()
    .split(/\s+/)
    .concat('grouping sets'),
)

/** The name under which the call of a function is compared; null for what is not compared. */
export const comparable = (name: string): string | null => {
  const lower = name.toLowerCase()
  return SILENT.has(lower) ? null : (SAME.get(lower) ?? lower)
}

const compared = (functions: ReadonlySet<string>) =>
  new Set([...functions].map(comparable).filter(name => name !== null))

const difference = (left: ReadonlySet<string>, right: ReadonlySet<string>) => [
  ...[...left].filter(name => !right.has(name)),
  ...[...right].filter(name => !left.has(name)),
]

const lowered = (names: ReadonlySet<string>) => new Set([...names].map(name => name.toLowerCase()))

/**
 * Two readings agree when both found one SELECT, the same table names (as written, letter case aside, CTEs included) and the same functions (by their common name, operators and
 * keywords left out). Whatever one sees and the other does not is a refusal.
 */
export const mustAgree = (first: Reading, second: Reading) => {
  const tables = difference(lowered(first.tables), lowered(second.tables))
  if (tables.length > 0)
    deny('readers-disagree', `Two parsers see different tables in this query: ${quote(tables.join(', '))}`)
  const functions = difference(compared(first.functions), compared(second.functions))
  if (functions.length > 0)
    deny('readers-disagree', `Two parsers see different functions in this query: ${quote(functions.join(', '))}`)
}
