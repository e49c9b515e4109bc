/** The functions a query may call, by polyglot's kinds and by name: pure, bounded, blind to files, sessions, variables and the clock of the server. */
export const mysqlFunctions: ReadonlySet<string> = new Set(
  `
  count sum avg min max stddev stddev_pop stddev_samp std variance var_pop var_samp bit_and bit_or group_concat
  row_number rank dense_rank percent_rank cume_dist ntile n_tile lag lead first_value last_value nth_value
  abs round floor ceil ceiling truncate trunc ln log log10 log2 exp sqrt pow power mod mod_func sign degrees radians pi greatest least
  length char_length character_length lower upper lcase ucase trim ltrim rtrim replace left right substr substring substring_index locate instr position
  str_position concat concat_ws reverse repeat lpad rpad regexp_like regexp_replace regexp_substr md5 sha1 sha2 sha crc32 ascii hex strcmp field find_in_set
  coalesce ifnull nullif if if_func isnull nvl grouping
  date_format date time year month day hour minute second quarter week weekday dayofweek dayofmonth dayofyear day_of_week day_of_month day_of_year week_of_year
  weekofyear last_day datediff date_diff timestampdiff timestampadd timestamp_diff timestamp_add date_add date_sub adddate subdate extract unix_timestamp from_unixtime
  to_days to_seconds time_to_sec str_to_date makedate timestamp from_days microsecond time_to_str str_to_time dateadd ts_or_ds_to_date
  json_extract json_unquote json_length json_value json_type json_keys json_contains json_valid json_array j_s_o_n_array
  curdate curtime now utc_timestamp utc_date current_date current_timestamp
`
    .trim()
    .split(/\s+/),
)
