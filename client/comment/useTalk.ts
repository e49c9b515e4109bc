import { useSubscription } from '@urql/vue'
import { watch } from 'vue'
import { graphql } from '../gql/gql.ts'

/** Hears that somebody said something about the case, or changed its file. */
export const useTalk = (id: string, onNews: () => void) => {
  const { data } = useSubscription({
    query: graphql(`subscription CaseTalk($id: ID!) { caseTalk(investigationId: $id) { revision } }`),
    variables: { id },
  })
  watch(
    () => data.value?.caseTalk.revision,
    (now, before) => {
      if (before !== undefined && now !== before) onNews()
    },
  )
}
