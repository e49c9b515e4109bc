import type { Segment } from '../../server/core/finding/finding.ts'
import type { Model } from '../../server/core/ports/model.ts'
import { investigate, type Investigated } from '../../server/testing/investigate.ts'
import type { BaseName } from './base.ts'
import { createCaseMaker, type Made } from './makeCase.ts'
import { metricText } from './metricSql.ts'
import type { CaseSpec } from './plan.ts'
import { jaccard, sameRows } from './rowMask.ts'
import { sameSegments, scoreAnswer, type Scored } from './score.ts'

const described = (spec: CaseSpec): Scored['spec'] =>
  spec.type === 'control'
    ? { base: spec.base.name, scope: 'none', strength: 'none', opaque: spec.opaque, extras: [] }
    : {
        base: spec.base.name,
        scope: spec.scope,
        strength: spec.strength,
        opaque: spec.opaque,
        extras: [
          ...(spec.inherited ? ['inherited'] : []),
          ...(spec.decoys ? ['decoys'] : []),
          ...(spec.second === null ? [] : [`and ${spec.second.kind}`]),
        ],
      }

/** One of the acceptable places, or the same rows by other columns. */
const placeRight = async ({ path, question, truth }: Made, segments: readonly Segment[]): Promise<boolean> => {
  if (truth === null) return false
  if (truth.segments.some(acceptable => sameSegments(segments, acceptable))) return true
  if (segments.length === 0) return false
  for (const acceptable of truth.segments) {
    if (acceptable.length > 0 && (await sameRows(path, question, { truth: acceptable, answer: segments }))) return true
  }
  return false
}

/** What is kept of a case to weigh it anew later; what an answer's rows were is not. */
export type Kept = Pick<Investigated, 'state'>
type Asked = { readonly model?: Model; readonly keep?: (kept: Kept) => void }

/** The product's answer, scored; with a model where one is given. */
export const answered = async (made: Made, { model, keep }: Asked = {}) => {
  const { path, question, truth } = made
  const { finding, failure, state, ...given } = await investigate({ path, question }, model ? { model } : {})
  keep?.({ state })
  if (finding === null) return { answer: null, problem: failure ?? 'no finding', finding }
  const rows =
    truth?.rows == null
      ? null
      : finding.conclusion === 'noAnomaly'
        ? 0
        : await jaccard(path, question, { truth: truth.rows, answer: finding.affectedPredicate })
  return {
    answer: scoreAnswer({ finding, ...given, rows, segmentRight: await placeRight(made, finding.segments) }, truth),
    problem: null,
    finding,
  }
}

/** A case of which no answer came. */
export const brokeOff = (spec: CaseSpec, problem: string): Scored => ({
  id: spec.id,
  group: spec.group,
  metric: '',
  day: '',
  effect: null,
  spec: described(spec),
  answer: null,
  problem,
  truth:
    spec.type === 'control' ? null : { causes: [spec.recipe.kind], segments: [], onsets: [], origins: [], rows: null },
})

type Place = {
  readonly basePath: (name: BaseName) => Promise<string>
  readonly casePath: string
  readonly seed: string
}

/** Makes a case, asks the product, scores the answer; null where no draw of the case can be seen. */
export const createCaseRunner = (place: Place, keep: (id: string, kept: Kept) => void) => {
  const make = createCaseMaker(place)
  return async (spec: CaseSpec): Promise<Scored | null> => {
    const made = await make(spec)
    if (made === null) return null
    const base = {
      id: spec.id,
      group: spec.group,
      metric: metricText(made.named.metric),
      day: made.question.day,
      truth: made.truth,
      effect: made.effect,
      spec: described(spec),
    }
    try {
      const { answer, problem } = await answered(made, {
        keep: kept => {
          keep(spec.id, kept)
        },
      })
      return { ...base, answer, problem }
    } catch (error) {
      // A benchmark counts a crash as a wrong answer and goes on; the message stands in the list of failures.
      return { ...base, answer: null, problem: error instanceof Error ? error.message.slice(0, 200) : String(error) }
    }
  }
}
