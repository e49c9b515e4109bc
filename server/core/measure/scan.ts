/** The fused scans of an investigation; each is one query, all hypotheses share its answer. */
export type ScanName = 'series' | 'hours' | 'segments' | 'profile' | 'values' | 'keys' | 'references'
