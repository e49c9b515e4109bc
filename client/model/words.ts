import type { ExposedClass, ModelCallState, ModelPurpose, ModelSharing, Verdict } from '../gql/graphql.ts'

export const purposeWords: Readonly<Record<ModelPurpose, string>> = {
  PROPOSE: 'Asked for hypotheses',
  REPAIR: 'Asked to mend a query',
  DRAFT: 'Asked to word the report',
}
export const stateWords: Readonly<Record<ModelCallState, string>> = {
  SENT: 'sent',
  ANSWERED: 'answered',
  FAILED: 'no usable answer',
}
export const sharingWords: Readonly<Record<ModelSharing, string>> = {
  AGGREGATES: 'Aggregates only',
  MASKED: 'Aggregates and masked rows',
  OPEN: 'Values as they are',
}
export const classWords: Readonly<Record<ExposedClass, string>> = {
  NAME: 'its name',
  VALUE: 'values',
  ROW: 'cells of rows',
}
export const verdictWords: Readonly<Record<Verdict, string>> = {
  OPEN: 'not tested yet',
  SUPPORTED: 'held',
  REFUTED: 'refuted',
  INCONCLUSIVE: 'not confirmed',
}
