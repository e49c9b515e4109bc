/** The functions a query may call, by polyglot's kinds and by name: pure, bounded, blind to connections, models, sessions and the project. */
export const bigqueryFunctions: ReadonlySet<string> = new Set(
  `
  count count_if countif sum avg min max stddev stddev_pop stddev_samp variance var_pop var_samp corr covar_pop covar_samp any_value logical_and logical_or
  approx_count_distinct approx_distinct approx_quantiles string_agg max_by min_by arg_max arg_min offset safe_offset ordinal safe_ordinal
  row_number rank dense_rank percent_rank cume_dist ntile n_tile lag lead first_value last_value nth_value percentile_cont percentile_disc
  abs round floor ceil ceiling trunc truncate ln log log10 exp sqrt cbrt pow power mod mod_func sign degrees radians greatest least is_nan is_inf
  safe_divide safe_add safe_subtract safe_multiply safe_negate ieee_divide range_bucket
  length len char_length character_length byte_length octet_length lower upper trim ltrim rtrim replace reverse starts_with ends_with strpos str_position instr substr substring left right
  concat lpad rpad repeat initcap regexp_contains regexp_extract regexp_instr regexp_like ascii md5 sha256 farm_fingerprint to_hex edit_distance contains_substr normalize
  coalesce ifnull nullif if if_func grouping
  date_trunc datetime_trunc timestamp_trunc time_trunc date_diff datetime_diff timestamp_diff time_diff date_add date_sub datetime_add datetime_sub timestamp_add timestamp_sub
  date datetime timestamp time year month day hour minute second quarter extract last_day format_date format_datetime format_timestamp parse_date parse_datetime parse_timestamp
  safe_parse_date unix_seconds unix_millis unix_micros unix_date timestamp_seconds timestamp_millis timestamp_micros
  json_value json_query json_extract json_extract_scalar json_type array_length to_json_string
  current_date current_datetime current_timestamp
`
    .trim()
    .split(/\s+/)
    .concat('grouping sets'),
)
