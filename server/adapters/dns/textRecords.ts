import { Resolver } from 'node:dns/promises'
import type { TextRecords } from '../../core/ports/textRecords.ts'
import { ok, refuse } from '../../core/shared/result.ts'

const TIMEOUT_MS = 3000
const TRIES = 2
const NONE = new Set(['ENODATA', 'ENOTFOUND'])

/** By the machine's own name servers, or by `servers`. */
export const createTextRecords = ({
  servers,
  timeoutMs = TIMEOUT_MS,
}: { readonly servers?: readonly string[]; readonly timeoutMs?: number } = {}): TextRecords => ({
  async of(name) {
    const resolver = new Resolver({ timeout: timeoutMs, tries: TRIES })
    if (servers) resolver.setServers(servers)
    try {
      // A long record comes in parts that belong together.
      return ok((await resolver.resolveTxt(name)).map(parts => parts.join('')))
    } catch (error) {
      const { code } = { code: '', ...(error instanceof Error ? error : {}) } as { readonly code: string }
      return NONE.has(code) ? ok([]) : refuse({ code: 'unreachable' })
    }
  },
})
