import type { Result } from '../shared/result.ts'

/** The TXT records of a name, asked of the domain name system anew each time. */
export interface TextRecords {
  /** None where the name has none, or is not there. */
  of(name: string): Promise<Result<readonly string[], { readonly code: 'unreachable' }>>
}
