import type { LoginReport } from '../../../core/ports/dataSource.ts'
import { rowsOf } from './runJob.ts'
import type { OpenBigquery } from './openBigquery.ts'

/** Rights are given to datasets; the catalogue shows only what the account may see, so nothing can be told of the rest. */
export const reportLogin = async (open: OpenBigquery, signal: AbortSignal): Promise<LoginReport> => {
  const [row] = await rowsOf<{ name: string | null }>(
    open,
    { text: 'SELECT session_user() AS name', dataset: null, timeoutMs: 30_000 },
    signal,
  )
  return { name: row?.name ?? open.account?.email ?? '', isAdministrator: false, hidden: null, grant: null }
}
