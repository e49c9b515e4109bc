const set = (text: string) => new Set(text.trim().split(/\s+/))

/** Aggregates: one row comes back where nothing groups them. */
export const duckdbAggregates = set(`
  count_star count sum avg mean min max stddev stddev_pop stddev_samp variance var_pop var_samp skewness kurtosis entropy mad median mode bool_and
  bool_or corr covar_pop covar_samp regr_slope regr_intercept regr_r2 regr_count quantile quantile_cont quantile_disc approx_quantile
  approx_count_distinct approx_top_k reservoir_quantile percentile_cont percentile_disc string_agg listagg group_concat array_agg list histogram
  first last any_value arg_min arg_max min_by max_by count_if countif product bit_and bit_or bit_xor geomean favg fsum sumkahan
`)

/** The functions a query may call: pure, bounded, blind to files, settings, secrets and catalogues. */
export const duckdbFunctions = new Set([
  ...duckdbAggregates,
  ...set(`
  row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value date_trunc date_part datepart date_diff datediff
  date_sub date_add datesub timezone now today current_date get_current_timestamp make_date make_timestamp to_timestamp strftime strptime
  try_strptime year month day hour minute second quarter week dayofweek isodow dayofmonth dayofyear yearweek weekday weekofyear epoch epoch_ms
  epoch_us epoch_ns age last_day monthname dayname century decade time_bucket to_years to_months to_weeks to_days to_hours to_minutes to_seconds
  to_milliseconds to_microseconds to_quarters isfinite isnan isinf abs round floor ceil ceiling trunc ln log log10 log2 exp sqrt cbrt pow power mod
  sign div degrees radians pi gcd lcm greatest least width_bucket even fmod fdiv hash md5 md5_number sha1 sha256 length len strlen bit_length
  char_length character_length lower upper lcase ucase trim ltrim rtrim replace translate left right substr substring position strpos instr concat
  concat_ws reverse split_part string_split str_split string_to_array regexp_split_to_array starts_with ends_with prefix suffix contains repeat lpad
  rpad regexp_matches regexp_full_match regexp_replace regexp_extract regexp_extract_all ascii unicode chr ord levenshtein jaccard
  jaro_winkler_similarity hamming like_escape not_like_escape ilike_escape not_ilike_escape hex to_hex bin to_base64 encode decode strip_accents
  coalesce ifnull nullif if typeof list_value list_pack struct_pack struct_extract list_filter list_transform list_apply list_contains list_has
  array_contains list_sort list_distinct list_unique list_extract list_element list_position list_sum list_avg list_min list_max list_slice
  array_extract array_length list_count list_reverse row map map_keys map_values map_extract element_at cardinality unnest generate_series range
  flatten array_slice array_to_string list_any_value json_extract json_extract_string json_extract_path json_extract_path_text json_type json_valid
  json_array_length json_keys json_contains json_exists json_value constant_or_null to_json
`),
])

/** Functions that may stand in FROM. */
export const duckdbTableFunctions = set('generate_series range unnest')

export const duckdbOperators = set('+ - * / // % ^ ** || ~~ !~~ ~~* !~~* ~~~ & | << >> -> ->> ! @> <@ &&')
