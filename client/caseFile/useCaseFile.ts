import { useMutation } from '@urql/vue'
import { graphql } from '../gql/gql.ts'
import type { CaseResolveInput, CaseState, Severity } from '../gql/graphql.ts'
import { useChange } from '../settings/useChange.ts'

/** Changes of a case file; what somebody else changed meanwhile is told and read again. */
export const useCaseFile = (file: () => { readonly investigationId: string; readonly expectedVersion: number }) => {
  const { run, busy } = useChange()
  const assigning = useMutation(
    graphql(`
    mutation CaseAssign($input: CaseAssignInput!) {
      caseAssign(input: $input) { __typename ... on CaseChangedPayload { investigation { id ...CaseBar_investigation } } ... on UserError { code message path } }
    }
  `),
  )
  const rating = useMutation(
    graphql(`
    mutation CaseRate($input: CaseRateInput!) {
      caseRate(input: $input) { __typename ... on CaseChangedPayload { investigation { id ...CaseBar_investigation } } ... on UserError { code message path } }
    }
  `),
  )
  const placing = useMutation(
    graphql(`
    mutation CaseSetState($input: CaseSetStateInput!) {
      caseSetState(input: $input) { __typename ... on CaseChangedPayload { investigation { id ...CaseBar_investigation } } ... on UserError { code message path } }
    }
  `),
  )
  const resolving = useMutation(
    graphql(`
    mutation CaseResolve($input: CaseResolveInput!) {
      caseResolve(input: $input) { __typename ... on CaseChangedPayload { investigation { id ...CaseBar_investigation } } ... on UserError { code message path } }
    }
  `),
  )
  const reopening = useMutation(
    graphql(`
    mutation CaseReopen($input: CaseReopenInput!) {
      caseReopen(input: $input) { __typename ... on CaseChangedPayload { investigation { id ...CaseBar_investigation } } ... on UserError { code message path } }
    }
  `),
  )
  return {
    busy,
    assign: (assigneeId: string | null) => run(assigning.executeMutation({ input: { ...file(), assigneeId } })),
    rate: (severity: Severity | null) => run(rating.executeMutation({ input: { ...file(), severity } })),
    setState: (state: CaseState) => run(placing.executeMutation({ input: { ...file(), state } })),
    resolve: (what: Pick<CaseResolveInput, 'reason' | 'note' | 'cause'>) =>
      run(resolving.executeMutation({ input: { ...file(), ...what } })),
    reopen: () => run(reopening.executeMutation({ input: file() })),
  }
}
