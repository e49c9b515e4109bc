import { noticeLetter } from '../core/access/letters.ts'
import type { NoticeMails } from '../core/ports/noticeMails.ts'
import type { InvestigationId } from '../core/shared/ids.ts'

type Tools = {
  readonly noticeMails: NoticeMails
  /** The full address of the page of a case, or, without one, of the notices. */
  readonly linkToCase: (id: InvestigationId | null) => string
}

const AT_ONCE = 100

/** Writes the mails of notices until none is due. */
export const mailNotices =
  ({ noticeMails, linkToCase }: Tools) =>
  async (signal: AbortSignal): Promise<void> => {
    const letterOf: Parameters<NoticeMails['write']>[1] = notice =>
      noticeLetter({ ...notice, link: linkToCase(notice.investigation?.id ?? null) })
    while (!signal.aborted && (await noticeMails.write(AT_ONCE, letterOf)) === AT_ONCE);
  }
