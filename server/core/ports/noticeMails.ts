import type { InvestigationId } from '../shared/ids.ts'
import type { Letter } from './outbox.ts'

/** A notice whose mail is to be written. */
export type UnmailedNotice = {
  readonly email: string
  readonly text: string
  readonly investigation: { readonly id: InvestigationId; readonly title: string } | null
}

/** The mails of notices. */
export interface NoticeMails {
  /**
   * Writes the mails of up to `limit` notices, the oldest first, in the transaction that takes them off the list, so that none goes out twice and none is lost.
   * Nothing is written to who wants none, has read it already, or may not come in. How many it took.
   */
  write(limit: number, letterOf: (notice: UnmailedNotice) => Letter): Promise<number>
}
