import { appendFile, readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { AuditNotebook } from '../../core/ports/auditTrail.ts'

const anchor = z.object({
  kind: z.enum(['head', 'floor']),
  tenantId: z.string(),
  sequence: z.int(),
  hash: z.string(),
  at: z.coerce.date(),
  signature: z.string(),
})

/** One line of JSON per signed end, in a file that is only added to. */
export const createAuditNotebook = (file: string): AuditNotebook => ({
  write: anchors => appendFile(file, anchors.map(each => `${JSON.stringify(each)}\n`).join(''), { mode: 0o600 }),
  async read(tenantId) {
    const text = await readFile(file, 'utf8').catch(absent)
    return text
      .split('\n')
      .filter(line => line.includes(tenantId))
      .map(line => anchor.parse(JSON.parse(line)))
      .filter(each => each.tenantId === tenantId)
  },
})

const absent = (error: unknown) => {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
  throw error
}
