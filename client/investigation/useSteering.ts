import { useMutation } from '@urql/vue'
import { graphql } from '../gql/gql.ts'
import type { FaultKind } from '../gql/graphql.ts'
import { useChange } from '../settings/useChange.ts'

/** What people do to a case while it runs. Each answers whether it was done; what the server refuses is told in a toast. */
export const useSteering = (id: () => string) => {
  const { run, busy } = useChange()
  const pausing = useMutation(
    graphql(`
    mutation InvestigationPause($input: InvestigationPauseInput!) {
      investigationPause(input: $input) { __typename ... on InvestigationSteeredPayload { investigation { id status availableActions } } ... on UserError { code message path } }
    }
  `),
  )
  const resuming = useMutation(
    graphql(`
    mutation InvestigationResume($input: InvestigationResumeInput!) {
      investigationResume(input: $input) { __typename ... on InvestigationSteeredPayload { investigation { id status availableActions } } ... on UserError { code message path } }
    }
  `),
  )
  const stopping = useMutation(
    graphql(`
    mutation InvestigationCancel($input: InvestigationCancelInput!) {
      investigationCancel(input: $input) { __typename ... on InvestigationCancelPayload { investigation { id status endedAt availableActions } } ... on UserError { code message path } }
    }
  `),
  )
  const hinting = useMutation(
    graphql(`
    mutation InvestigationAddHint($input: InvestigationAddHintInput!) {
      investigationAddHint(input: $input) { __typename ... on InvestigationSteeredPayload { investigation { id } } ... on UserError { code message path } }
    }
  `),
  )
  const adding = useMutation(
    graphql(`
    mutation HypothesisAdd($input: HypothesisAddInput!) {
      hypothesisAdd(input: $input) { __typename ... on InvestigationSteeredPayload { investigation { id } } ... on UserError { code message path } }
    }
  `),
  )
  const dropping = useMutation(
    graphql(`
    mutation HypothesisDrop($input: HypothesisDropInput!) {
      hypothesisDrop(input: $input) { __typename ... on InvestigationSteeredPayload { investigation { id } } ... on UserError { code message path } }
    }
  `),
  )
  const droppingOwn = useMutation(
    graphql(`
    mutation OwnHypothesisDrop($input: OwnHypothesisDropInput!) {
      ownHypothesisDrop(input: $input) { __typename ... on InvestigationSteeredPayload { investigation { id } } ... on UserError { code message path } }
    }
  `),
  )
  const input = () => ({ investigationId: id() })
  return {
    busy,
    pause: async () => (await run(pausing.executeMutation({ input: input() }))) !== null,
    resume: async () => (await run(resuming.executeMutation({ input: input() }))) !== null,
    stop: async () => (await run(stopping.executeMutation({ input: input() }))) !== null,
    addHint: async (text: string) => (await run(hinting.executeMutation({ input: { ...input(), text } }))) !== null,
    addHypothesis: async (kind: FaultKind) =>
      (await run(adding.executeMutation({ input: { ...input(), kind } }))) !== null,
    dropOwn: async (hypothesisId: string, reason: string) =>
      (await run(droppingOwn.executeMutation({ input: { ...input(), hypothesisId, reason } }))) !== null,
    dropHypothesis: async (kind: FaultKind, reason: string) =>
      (await run(dropping.executeMutation({ input: { ...input(), kind, reason } }))) !== null,
  }
}
