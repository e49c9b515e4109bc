import type { z } from 'zod'
import type { UnreadableLineage } from '../../core/ports/lineageReader.ts'
import { ok, refuse, type Result } from '../../core/shared/result.ts'

/** A text as JSON of a shape. The first thing that is wrong is named by its place and nothing of it is quoted. */
export const readJson = <Shape extends z.ZodType>(
  text: string,
  shape: Shape,
  what: string,
): Result<z.output<Shape>, UnreadableLineage> => {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return refuse({ code: 'unreadable', message: `This is not ${what}: it is no JSON.` })
  }
  const parsed = shape.safeParse(json)
  if (parsed.success) return ok(parsed.data)
  const depth = parsed.error.issues[0]?.path.length ?? 0
  const place = parsed.error.issues[0]?.path.slice(0, 4).map(String).join('.').slice(0, 120) ?? ''
  return refuse({
    code: 'unreadable',
    message: depth === 0 ? `This is not ${what}.` : `This is not ${what}: ${place} is missing or of another type.`,
  })
}
