import { weighEvidence as weigh } from '../../core/evidence/weigh.ts'
import { asCase } from '../../core/measure/planned.ts'
import type { Performed, Work } from './work.ts'

/** Compares what was predicted with what was measured. */
export const weighEvidence = ({ state }: Work): Performed => {
  const found = asCase(state)
  if (!found) throw new Error('Nothing was measured yet')
  return { command: { type: 'RecordEvidence', evidence: weigh(found) } }
}
