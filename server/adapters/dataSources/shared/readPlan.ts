import type { z } from 'zod'

/** A plan as its engine prints it; null where it has another shape than we know: the estimate is unknown then, and nothing stops for it. */
export const readPlan = <Shape extends z.ZodType>(shape: Shape, printed: unknown): z.output<Shape> | null => {
  const read = shape.safeParse(typeof printed === 'string' ? parsed(printed) : printed)
  return read.success ? read.data : null
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
