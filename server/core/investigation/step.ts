import type { ScanName } from '../measure/scan.ts'
import { unreachable } from '../shared/unreachable.ts'

/** A piece of work due in a case; one job each. */
export type Step =
  | { readonly kind: 'gatherContext' }
  | { readonly kind: 'measureAnomaly' }
  | { readonly kind: 'proposeHypotheses' }
  | { readonly kind: 'runScan'; readonly scan: ScanName }
  | { readonly kind: 'weighEvidence' }
  | { readonly kind: 'sampleRows' }
  | { readonly kind: 'askModel'; readonly round: number }
  | { readonly kind: 'testPrediction'; readonly prediction: string }
  | { readonly kind: 'testOwn'; readonly prediction: string }
  | { readonly kind: 'draftProse' }
  | { readonly kind: 'conclude' }

/** The step's name within its case: job key and log word. */
export const stepKey = (step: Step): string => {
  switch (step.kind) {
    case 'runScan':
      return `runScan:${step.scan}`
    case 'askModel':
      return `askModel:${step.round}`
    case 'testPrediction':
      return `testPrediction:${step.prediction}`
    case 'testOwn':
      return `testOwn:${step.prediction}`
    case 'draftProse':
    case 'gatherContext':
    case 'measureAnomaly':
    case 'proposeHypotheses':
    case 'weighEvidence':
    case 'sampleRows':
    case 'conclude':
      return step.kind
    default:
      return unreachable(step)
  }
}
