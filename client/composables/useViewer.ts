import type { Client } from '@urql/vue'
import { readonly, shallowRef } from 'vue'
import { graphql } from '../gql/gql.ts'
import type { ViewerQuery } from '../gql/graphql.ts'

export const viewerQuery = graphql(`
  query Viewer {
    setUpNeeded
    viewer { person { id name email } tenant { id name } }
  }
`)

export type Viewer = NonNullable<ViewerQuery['viewer']>

const viewer = shallowRef<Viewer | null>(null)

/** Who is signed in. Asked once; `forget` makes the next question go to the server again. */
export const useViewer = () => ({
  viewer: readonly(viewer),
  async ask(client: Client) {
    if (viewer.value !== null) return { viewer: viewer.value, setUpNeeded: false }
    const { data, error } = await client.query(viewerQuery, {}, { requestPolicy: 'network-only' }).toPromise()
    if (data === undefined) throw error ?? new Error('The server gave no answer')
    viewer.value = data.viewer ?? null
    return { viewer: viewer.value, setUpNeeded: data.setUpNeeded }
  },
  forget() { viewer.value = null },
})
