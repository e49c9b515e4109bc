/** The functions a query may call, by polyglot's kinds and by name: pure, bounded, blind to stages, sessions, sequences and the account. */
export const snowflakeFunctions: ReadonlySet<string> = new Set(
  `
  count count_if countif sum avg min max stddev stddev_pop stddev_samp variance var_pop var_samp corr covar_pop covar_samp any_value median mode
  approx_count_distinct approx_distinct approx_percentile boolor_agg booland_agg listagg list_agg max_by min_by arg_max arg_min percentile_cont percentile_disc
  row_number rank dense_rank percent_rank cume_dist ntile n_tile lag lead first_value last_value nth_value
  abs round floor ceil ceiling trunc truncate ln log exp sqrt cbrt pow power square mod mod_func sign degrees radians pi greatest least width_bucket div0 div0null zeroifnull nullifzero
  length len char_length lower upper trim ltrim rtrim replace reverse split_part startswith starts_with endswith ends_with contains position charindex substr substring left right
  concat concat_ws lpad rpad repeat initcap regexp_instr regexp_count regexp_substr regexp_like ascii md5 sha2 editdistance hash str_position
  coalesce ifnull nvl nvl2 nullif iff if_func decode equal_null grouping grouping_id
  date_trunc timestamp_trunc datediff date_diff timestampdiff timestamp_diff timediff dateadd date_add timestampadd timestamp_add date_part date_from_parts timestamp_ntz_from_parts
  year month day hour minute second quarter week dayofweek dayofmonth dayofyear day_of_week day_of_month day_of_year week_of_year weekofyear last_day monthname dayname extract
  convert_timezone to_date to_timestamp to_timestamp_ntz to_timestamp_tz to_char to_varchar to_number to_decimal to_numeric to_double to_boolean try_to_number try_to_date try_to_timestamp
  try_to_decimal try_to_double date time_slice
  array_size get get_path parse_json object_keys typeof is_integer
  current_date current_timestamp
`
    .trim()
    .split(/\s+/)
    .concat('grouping sets'),
)
