import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { mechanismTraits, originTraits, placeTraits, type Traits } from '../../server/core/finding/traits.ts'
import { rank } from '../../server/core/hypothesis/ranking.ts'
import type { State } from '../../server/core/investigation/state.ts'
import { asCase } from '../../server/core/measure/planned.ts'
import { faultOf } from '../../server/core/fault/index.ts'
import { signalOf } from '../../server/core/investigation/state.ts'
import { readRecording } from '../accuracy/recording.ts'

export type Part = 'mechanism' | 'where' | 'origin'

/** A cause that a recorded case claimed: the traits that each confidence is read from, and whether that part was right. */
export type Claim = {
  readonly id: string
  /** What is held out together: the recording, and the data it was made on. */
  readonly seed: string
  readonly base: string
  readonly traits: Readonly<Record<Part, Traits>>
  readonly right: Readonly<Record<Part, boolean>>
  /** Parts that the headline needs. */
  readonly needed: readonly Part[]
  /** The headline as it was stated when it was recorded. */
  readonly stated: number
}

/** The claims of a recording (`s1.jsonl`, made with `--record s1.jsonl --states s1`). */
export const readClaims = (path: string): readonly Claim[] => {
  const states = path.replace(/\.jsonl$/, '')
  return [...readRecording(path)].flatMap(([id, scored]) => {
    const file = join(states, `${id}.json.gz`)
    if (scored?.answer?.claimed !== true || !existsSync(file)) return []
    const { answer, truth, spec } = scored
    // What was written by a run of ours; its shape is that of the code.
    const { state } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as { readonly state: State }
    const kind = state.finding?.cause ?? null
    const found = asCase(state)
    if (found === null || kind === null) return []
    const hasPlace = faultOf(kind).hasSegment && signalOf(found, 'segments')?.verdict === 'located'
    return {
      id,
      seed: path,
      base: spec.base,
      traits: {
        mechanism: mechanismTraits(found, kind, rank(found)),
        where: placeTraits(found, kind),
        origin: originTraits(found),
      },
      right: {
        mechanism: truth === null ? !answer.falseCause : answer.causeRight,
        where: truth === null ? !answer.falseCause : answer.segmentRight,
        origin: truth === null ? !answer.falseCause : answer.originRight,
      },
      needed: ['mechanism', 'origin', ...(hasPlace ? (['where'] as const) : [])],
      stated: answer.confidence,
    }
  })
}
