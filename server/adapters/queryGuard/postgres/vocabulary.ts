const set = (text: string) => new Set(text.trim().split(/\s+/))

/** Aggregates: one row comes back where nothing groups them. */
export const postgresAggregates = set(`
  count sum avg min max stddev stddev_pop stddev_samp variance var_pop var_samp bool_and bool_or every corr covar_pop covar_samp regr_slope
  regr_intercept regr_r2 regr_count percentile_cont percentile_disc mode string_agg array_agg bit_and bit_or
`)

/** The functions a query may call, unqualified or from pg_catalog: pure, bounded, blind to files, sessions and catalogues. */
export const postgresFunctions = new Set([
  ...postgresAggregates,
  ...set(`
  row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value date_trunc date_part extract date_bin age now
  timezone make_date make_timestamp make_timestamptz make_interval to_timestamp to_date to_char to_number justify_days justify_hours
  justify_interval isfinite overlaps clock_timestamp transaction_timestamp statement_timestamp abs round floor ceil ceiling trunc ln log log10 exp
  sqrt cbrt power mod sign width_bucket div degrees radians pi gcd lcm length char_length character_length octet_length bit_length lower upper
  initcap btrim trim ltrim rtrim replace translate left right substr substring position strpos concat concat_ws reverse split_part starts_with
  repeat lpad rpad regexp_replace regexp_match regexp_like regexp_count regexp_substr similar_to_escape like_escape md5 sha224 sha256 sha384 sha512
  hashtext hashtextextended hashint4 hashint8 ascii chr quote_literal encode decode convert_to overlay to_hex string_to_array array_to_string
  array_length cardinality array_position array_remove array_upper array_lower unnest generate_series num_nulls num_nonnulls jsonb_path_query_first
  jsonb_path_exists jsonb_typeof json_typeof jsonb_array_length json_array_length jsonb_extract_path jsonb_extract_path_text json_extract_path
  json_extract_path_text jsonb_array_elements jsonb_array_elements_text json_array_elements json_array_elements_text jsonb_object_keys
  json_object_keys jsonb_each_text json_each_text jsonb_build_object json_build_object jsonb_build_array to_jsonb to_json jsonb_strip_nulls
`),
])

/** Functions that may stand in FROM. */
export const postgresTableFunctions = set(`
  generate_series unnest jsonb_array_elements jsonb_array_elements_text json_array_elements json_array_elements_text jsonb_object_keys json_object_keys
  jsonb_each_text json_each_text`)

/** Types to which a value may be cast; the reg* types would read the catalogue, and a user's own types run a user's own code. */
export const postgresTypes = set(`
  bool boolean int2 int4 int8 int smallint bigint integer float4 float8 real numeric decimal text varchar bpchar date time timetz timestamp
  timestamptz interval uuid json jsonb bytea bit varbit jsonpath
`)

export const postgresOperators = set(`
  = <> != < > <= >= + - * / % ^ || ~ ~* !~ !~* ~~ ~~* !~~ !~~* -> ->> #> #>> @> <@ ? ?| ?& && @? @@ & | # << >> |/ ||/
`)
