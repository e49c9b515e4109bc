import { z } from 'zod'
import type { Told } from '../accuracy/worker.ts'
import { planCases } from './plan.ts'
import { runCase } from './runCase.ts'

// A process of `run.ts`: takes the number of a case in the plan, gives what came of it. argv: folder, plan, whether files are kept.

const [folder, plan, keep] = process.argv.slice(2)
if (folder === undefined || plan === undefined || keep === undefined)
  throw new Error('Give a folder, a plan and whether to keep')
const asked = z
  .object({ hand: z.string(), seed: z.string(), cases: z.number(), only: z.string().nullable() })
  .parse(JSON.parse(plan))
const specs = planCases(asked)

const one = z.object({ index: z.number() })
process.on('message', message => {
  const spec = specs[one.parse(message).index]
  if (spec === undefined) throw new Error('There is no such case in the plan')
  void runCase(spec, { hand: asked.hand, seed: asked.seed, folder, keep: keep === 'keep' }).then(scored =>
    process.send?.({ result: { scored, died: null } } satisfies Told),
  )
})
// Without its parent it has nothing to do.
process.on('disconnect', () => process.exit(0))
