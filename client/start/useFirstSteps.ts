import { useQuery } from '@urql/vue'
import { computed } from 'vue'
import { useViewer } from '../composables/useViewer.ts'
import { graphql } from '../gql/gql.ts'

/** What makes a workspace useful, as far as this person may do it, with what is done of it by now. */
export const useFirstSteps = () => {
  const { may } = useViewer()
  const { data, error, executeQuery } = useQuery({
    query: graphql(`
      query Start($invites: Boolean!, $keys: Boolean!) {
        dataSources(first: 1) { totalCount }
        people(first: 1) { totalCount }
        invitations(first: 1) @include(if: $invites) { totalCount }
        myApiKeys(first: 1) @include(if: $keys) { totalCount }
        investigations(first: 1) { totalCount }
      }
    `),
    variables: { invites: may('team:write'), keys: may('keys:write') },
    context: { requestPolicy: 'network-only' },
  })
  const steps = computed(() => {
    if (!data.value) return null
    const { dataSources, people, invitations, myApiKeys, investigations } = data.value
    const hasSource = dataSources.totalCount > 0
    return [
      {
        title: 'Add a data source',
        text: 'The database or files with your tables, by a login that can only read.',
        shown: may('dataSources:write'),
        label: 'Add a data source',
        to: '/data-sources/new',
        done: hasSource,
      },
      {
        title: 'Start an investigation',
        text: 'Name a table, a number that looks wrong and a day.',
        shown: may('investigations:write'),
        label: 'Start one',
        to: '/investigations/new',
        done: investigations.totalCount > 0,
        waits: hasSource ? '' : 'Needs a data source first.',
      },
      {
        title: 'Invite a person',
        text: 'They see what you see, up to the role that you give them.',
        shown: may('team:write'),
        label: 'Invite somebody',
        to: '/settings/team?do=invite',
        done: people.totalCount > 1 || (invitations?.totalCount ?? 0) > 0,
      },
      {
        title: 'Make an API key',
        text: 'So that your pipeline starts an investigation by itself when a check fails.',
        shown: may('keys:write'),
        label: 'Make a key',
        to: '/settings/api-keys?do=key',
        done: (myApiKeys?.totalCount ?? 0) > 0,
      },
    ].filter(({ shown }) => shown)
  })
  return {
    steps,
    /** The first that is left to do. */
    next: computed(() => steps.value?.find(({ done }) => !done)),
    error,
    again: () => void executeQuery({ requestPolicy: 'network-only' }),
  }
}
