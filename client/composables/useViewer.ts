import type { Client } from '@urql/vue'
import { readonly, shallowRef } from 'vue'
import { graphql } from '../gql/gql.ts'
import type { ViewerQuery } from '../gql/graphql.ts'

export const viewerQuery = graphql(`
  query Viewer {
    setUpNeeded
    viewer { role permissions person { id name email } tenant { id name } tenants { tenantId name role } }
  }
`)

export type Viewer = NonNullable<ViewerQuery['viewer']>

const viewer = shallowRef<Viewer | null>(null)

/** Who is signed in. Asked once; `forget` makes the next question go to the server again, `refresh` asks at once. */
export const useViewer = () => {
  const read = async (client: Client) => {
    const { data, error } = await client.query(viewerQuery, {}, { requestPolicy: 'network-only' }).toPromise()
    if (data === undefined) throw error ?? new Error('The server gave no answer')
    viewer.value = data.viewer ?? null
    return { viewer: viewer.value, setUpNeeded: data.setUpNeeded }
  }
  return {
    viewer: readonly(viewer),
    ask: async (client: Client) =>
      viewer.value !== null ? { viewer: viewer.value, setUpNeeded: false } : read(client),
    refresh: read,
    forget() {
      viewer.value = null
    },
    /** Whether the server lets this person do it; what it does not let them do is not offered. */
    may: (permission: string) => viewer.value?.permissions.includes(permission) === true,
  }
}
