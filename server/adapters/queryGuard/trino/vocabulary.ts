/** The functions a query may call, by polyglot's kinds and by name: pure, bounded, blind to sessions and the cluster. */
export const trinoFunctions: ReadonlySet<string> = new Set(
  `
  count count_if countif sum avg min max stddev stddev_pop stddev_samp variance var_pop var_samp corr covar_pop covar_samp bool_and bool_or every
  logical_and logical_or any_value arbitrary approx_distinct approx_percentile approx_quantile approx_count_distinct percentile_approx max_by min_by arg_max arg_min
  row_number rank dense_rank percent_rank cume_dist ntile n_tile lag lead first_value last_value nth_value
  abs round floor ceil ceiling truncate trunc ln log log10 log2 exp sqrt cbrt pow power mod mod_func sign degrees radians pi greatest least is_nan is_finite is_infinite width_bucket
  length char_length character_length lower upper trim ltrim rtrim replace reverse split_part starts_with strpos str_position position substr substring concat concat_ws
  lpad rpad regexp_like regexp_count regexp_extract codepoint levenshtein_distance
  coalesce nullif try if if_func grouping grouping_sets
  date_trunc date_diff datediff date_add dateadd date_format year month day hour minute second quarter week day_of_week day_of_month day_of_year week_of_year
  extract to_unixtime from_unixtime timestamp_trunc time_to_unix unix_to_time date with_timezone last_day_of_month at_timezone
  json_extract_scalar json_array_length json_size cardinality
  current_date current_timestamp now row
`
    .trim()
    .split(/\s+/)
    .concat('grouping sets'),
)
