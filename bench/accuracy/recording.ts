import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs'
import type { Scored } from './score.ts'

/** A case of a run as it is kept, a line each: `scored` is null where no draw of it could be seen. */
type Line = { readonly id: string; readonly scored: Scored | null }

/** What a file has of a run so far; a line that was being written when the run was ended is cut off. */
export const readRecording = (path: string): ReadonlyMap<string, Scored | null> => {
  if (!existsSync(path)) return new Map()
  const text = readFileSync(path, 'utf8')
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  if (whole.length < text.length) truncateSync(path, Buffer.byteLength(whole))
  const lines = whole.split('\n').slice(0, -1)
  return new Map(
    lines.map(line => {
      const { id, scored } = JSON.parse(line) as Line
      return [id, scored]
    }),
  )
}

export const appendRecording = (path: string, line: Line) => {
  appendFileSync(path, `${JSON.stringify(line)}\n`)
}
