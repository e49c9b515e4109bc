import { z } from 'zod'

/** What a model may call: a name, what it is for, and the shape of what it hands over. There is no other tool, and none of these reaches the world. */
export type AnswerTool<Value> = {
  readonly name: string
  readonly description: string
  readonly shape: z.ZodType<Value>
}

export const jsonSchemaOf = (shape: z.ZodType): { readonly type: 'object' } => {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io: 'input' })
  return { ...schema, type: 'object' }
}

/** A text that is neither empty nor longer than this. */
export const textUpTo = (most: number) => z.string().trim().min(1).max(most)
