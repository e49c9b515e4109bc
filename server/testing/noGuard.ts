import type { QueryGuard } from '../core/ports/queryGuard.ts'
import { refuse } from '../core/shared/result.ts'

/** Where no query is part of the test: every one is refused. */
export const noGuard: QueryGuard = {
  check: async () => refuse({ code: 'unreadable', message: 'Nothing is run here.' }),
  close: async () => {},
}
