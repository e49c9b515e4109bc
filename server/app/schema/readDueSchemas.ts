import { readSchema, type SchemaTools } from './readSchema.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** How long a schema's past is kept. */
const KEPT_DAYS = 400

/** Data sources read in one go; the others have their turn at the next. */
const AT_ONCE = 10

/** Reads every schema that was not read for a day, one after the other, and forgets what is too old. A data source that failed is tried again after an hour. */
export const readDueSchemas =
  (tools: SchemaTools) =>
  async (signal: AbortSignal): Promise<void> => {
    const now = tools.now().getTime()
    const due = await tools.history.due({
      readBefore: new Date(now - DAY_MS),
      triedBefore: new Date(now - HOUR_MS),
      limit: AT_ONCE,
    })
    for (const place of due) if (!signal.aborted) await readSchema(tools)(place)
    await tools.history.forget(new Date(now - KEPT_DAYS * DAY_MS))
  }
