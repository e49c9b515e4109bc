import { faultIds, type FaultKind } from '../core/fault/faultKind.ts'
import { faultOf } from '../core/fault/index.ts'
import { mapWords, wordEnum, wordOf } from './words.ts'

/** Each kind in words, as its own file has it. */
export const faultLabel = mapWords(faultIds, kind => faultOf(kind).label)

export const faultKinds = Object.keys(faultIds) as readonly FaultKind[]

export const FaultKindEnum = wordEnum('FaultKind', 'The kinds of fault that are tested for.', faultLabel)

export const faultKindOf = (kind: string) => wordOf(faultLabel, kind)
