import { z } from 'zod'
import { ScimError } from './scimError.ts'

const operation = z.object({
  op: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['add', 'remove', 'replace'])),
  path: z.string().max(500).optional(),
  value: z.unknown().optional(),
})
const patch = z.object({ Operations: z.array(operation).min(1).max(1000) })

export type PatchOperation = {
  readonly op: 'add' | 'remove' | 'replace'
  readonly path: string
  readonly value: unknown
}

/** The operations of a PATCH, one attribute each: an operation without a path is one for each attribute of its value. */
export const operationsOf = (body: unknown): readonly PatchOperation[] => {
  const parsed = patch.safeParse(body)
  if (!parsed.success) throw new ScimError(400, 'This is no PatchOp.', 'invalidSyntax')
  return parsed.data.Operations.flatMap(({ op, path, value }) => {
    if (path !== undefined) return [{ op, path, value }]
    if (typeof value !== 'object' || value === null)
      throw new ScimError(400, 'An operation without a path has an object as its value.', 'noTarget')
    return Object.entries(value).map(([name, inner]) => ({ op, path: name, value: inner as unknown }))
  })
}

/** Some directories send the words of a programming language. */
export const boolean = z.union([
  z.boolean(),
  z
    .string()
    .toLowerCase()
    .pipe(z.enum(['true', 'false']))
    .transform(text => text === 'true'),
])

export const valueOf = <Value>(schema: z.ZodType<Value>, value: unknown, path: string): Value => {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new ScimError(400, `${path} cannot be accepted.`, 'invalidValue')
  return parsed.data
}
