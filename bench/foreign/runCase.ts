import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Scored } from '../accuracy/score.ts'
import { ask } from './ask.ts'
import { makeCase } from './makeCase.ts'
import type { Spec } from './plan.ts'

/** A case before anything is known of it, and what came in the way. */
export const brokeOff = (spec: Spec, problem: string): Scored => ({
  id: spec.id,
  group: spec.type === 'fault' ? spec.fault.kind : `nothing wrong: ${spec.control.way}`,
  spec: { base: 'unknown', scope: 'unknown', strength: spec.strength, opaque: false, extras: [] },
  answer: null,
  problem,
  metric: '',
  day: '',
  effect: null,
  truth:
    spec.type === 'control' ? null : { causes: [spec.fault.kind], segments: [], onsets: [], origins: [], rows: null },
})

type Place = { readonly hand: string; readonly seed: string; readonly folder: string; readonly keep: boolean }

const scopes = ['everywhere', 'one', 'two'] as const

/** Makes a case, asks the product, scores the answer; null where no draw of the case can be seen. */
export const runCase = async (spec: Spec, { hand, seed, folder, keep }: Place): Promise<Scored | null> => {
  const path = join(folder, `${spec.id}.duckdb`)
  try {
    const made = await makeCase(spec, { hand, seed, path })
    if (made === null) return null
    const { business, question, truth, metric, beside } = made
    if (keep) await writeFile(`${path}.json`, JSON.stringify({ id: spec.id, question, truth, beside }, null, 2))
    const wide = Math.min(2, truth?.segments[0]?.[0]?.length ?? 0)
    return {
      ...brokeOff(spec, ''),
      spec: {
        base: business.name,
        scope: truth === null ? 'none' : (scopes[wide] ?? 'two'),
        strength: spec.strength,
        opaque: false,
        extras: beside,
      },
      metric,
      day: question.day,
      truth,
      ...(await ask(made)),
    }
  } catch (error) {
    return brokeOff(spec, error instanceof Error ? error.message.slice(0, 300) : String(error))
  } finally {
    if (!keep) await rm(path, { force: true })
  }
}
