/** The fused scans of an investigation; each is one query, and all hypotheses share its answer. */
export type ScanName =
  | 'series'
  | 'segments'
  | 'profile'
  | 'values'
  | 'keys'
  | 'references'
  | 'hours'
  | 'siblings'
  | 'calendar'
  | 'onset'
  | 'kin'
  | 'upstream'
