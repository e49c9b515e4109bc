const set = (text: string) => new Set(text.trim().split(/\s+/))

/** Node kinds by which polyglot knows a call of a well-known function. */
export const callKinds = set(`
  count sum avg min max stddev stddev_pop stddev_samp variance var_pop var_samp logical_and logical_or mode string_agg array_agg bitwise_and_agg
  bitwise_or_agg bitwise_xor_agg row_number rank dense_rank percent_rank cume_dist n_tile lag lead first_value last_value nth_value extract
  to_number abs floor ceil ln log exp sqrt mod_func degrees radians pi length lower upper initcap trim ltrim rtrim substring str_position
  starts_with overlay array_length cardinality array_position array_remove json_array_length to_json median approx_count_distinct list_agg
  group_concat first last any_value count_if year month day hour minute second quarter day_of_week day_of_month day_of_year week_of_year epoch
  epoch_ms last_day power ends_with contains coalesce if_func typeof array_contains map_keys map_values element_at json_extract json_type json_keys
  json_value
`)

/** Every other key of polyglot's tree that a plain query may have: clauses, operators, literals. A key outside both lists counts as a function nobody knows. */
export const structure = set(`
  select expressions from table name span alias this function args literal column group_by order_by filter is_null where_clause and left gte right
  lt lte div mul case whens else_ having gt limit cast to eq tuple window_function over frame start end Preceding Following exclude with ctes
  subquery columns joins on not exists in query sub star partition_by offset default union except intersect null_safe_neq null_safe_eq using or
  values column_aliases interval at_time_zone zone neq like i_like regexp_like regexp_i_like pattern between low high add expression mod concat
  operand paren is_true is_false is neg num_buckets window_name windows spec separator aggregate_function within_group array_func element_type
  schema dot field method_call method any all json_extract_scalar path unnest boolean subscript index fetch substr characters similar_to try_cast
  qualify replace rename lambda parameters body sample size pivot unpivot fields group unit distinct_on condition true_value false_value
  array_contains_all j_s_o_n_b_contains j_s_o_n_b_contains_any_top_keys j_s_o_n_b_contains_all_top_keys array_contained_by array_overlaps
  table_sample map_func struct_func keys bitwise_and bitwise_or bitwise_xor bitwise_not bitwise_left_shift bitwise_right_shift escape int_div
  array_slice dimensions length start_ original null identifier lateral alias_columns ordinality seed value key type data_type inner order precision
  scale glob count_value fields_ collation parameter_ op
`)
