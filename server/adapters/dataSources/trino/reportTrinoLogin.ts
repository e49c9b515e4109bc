import type { LoginReport } from '../../../core/ports/dataSource.ts'
import { runTrino, type TrinoLink } from './trinoStatement.ts'

/** The cluster's access control hides what the user may not see, so nothing can be told of the rest. */
export const reportLogin = async (link: TrinoLink): Promise<LoginReport> => {
  const {
    rows: [row],
  } = await runTrino(link, 'SELECT current_user')
  const name = row?.[0]
  return { name: typeof name === 'string' ? name : '', isAdministrator: false, hidden: null, grant: null }
}
