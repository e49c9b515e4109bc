import { useMutation } from '@urql/vue'
import { ref } from 'vue'
import { useToasts } from '../composables/useToasts.ts'
import { graphql } from '../gql/gql.ts'
import type { ApprovalDecideInput } from '../gql/graphql.ts'
import { describeFailure } from '../lib/failure.ts'
import { formatClock } from '../lib/time.ts'

const done = { APPROVED: 'Approved', REJECTED: 'Rejected', MODIFIED: 'Changed and approved' } as const

/** Sends a decision. `gone` says that nobody needs to decide any more, e.g. because somebody else was first. */
export const useDecide = () => {
  const { show } = useToasts()
  const refusal = ref('')
  const { executeMutation, fetching } = useMutation(
    graphql(`
    mutation ApprovalDecide($input: ApprovalDecideInput!) {
      approvalDecide(input: $input) {
        __typename
        ... on ApprovalDecidePayload { approval { id state } }
        ... on UserError { message }
        ... on AlreadyDecided { byName at outcome }
      }
    }
  `),
  )
  const decide = async (input: ApprovalDecideInput): Promise<'decided' | 'gone' | 'refused'> => {
    if (fetching.value) return 'refused'
    refusal.value = ''
    const { data, error } = await executeMutation({ input })
    const answer = data?.approvalDecide
    if (answer?.__typename === 'ApprovalDecidePayload') {
      show('good', done[input.outcome])
      return 'decided'
    }
    if (answer?.__typename === 'AlreadyDecided') {
      show('bad', `${answer.byName} decided this at ${formatClock(answer.at)}: ${done[answer.outcome].toLowerCase()}.`)
      return 'gone'
    }
    refusal.value = answer?.message ?? (error ? describeFailure(error).message : 'The server gave no answer.')
    if (answer?.__typename !== 'Expired') return 'refused'
    show('bad', answer.message)
    return 'gone'
  }
  return { decide, refusal, busy: fetching }
}
