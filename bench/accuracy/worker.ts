import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'
import type { BaseName } from './base.ts'
import { chosenBases } from './bases/index.ts'
import { planCases } from './plan.ts'
import { createCaseRunner } from './runCase.ts'
import type { Scored } from './score.ts'

// A process of `run.ts`: takes the number of a case in the plan, gives what came of it. argv: folder, plan, where to keep states, its own name.

/** `scored` is null where no draw of the case can be seen, or where the process died with it. */
export type Result = { readonly scored: Scored | null; readonly died: string | null }
export type Told = { readonly result: Result }

/** What follows from the options: the same cases in every process. */
export const planned = z.object({
  seed: z.string(),
  cases: z.number(),
  base: z.string().nullable(),
  only: z.string().nullable(),
})

const [folder, plan, states, name] = process.argv.slice(2)
if (folder === undefined || plan === undefined || states === undefined || name === undefined)
  throw new Error('Give a folder, a plan, a folder for states and a name')
const { base, ...asked } = planned.parse(JSON.parse(plan))
const specs = planCases({ ...asked, bases: chosenBases(base) })
const runCase = createCaseRunner(
  {
    basePath: async (one: BaseName) => join(folder, `${one}.duckdb`),
    casePath: join(folder, `case-${name}.duckdb`),
    seed: asked.seed,
  },
  (id, kept) => {
    if (states !== '') writeFileSync(join(states, `${id}.json.gz`), gzipSync(JSON.stringify(kept)))
  },
)

const one = z.object({ index: z.number() })
process.on('message', message => {
  const spec = specs[one.parse(message).index]
  if (spec === undefined) throw new Error('There is no such case in the plan')
  void runCase(spec).then(scored => process.send?.({ result: { scored, died: null } } satisfies Told))
})
// Without its parent it has nothing to do.
process.on('disconnect', () => process.exit(0))
