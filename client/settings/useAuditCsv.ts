import { useClientHandle } from '@urql/vue'
import { ref, type Ref } from 'vue'
import { useToasts } from '../composables/useToasts.ts'
import { graphql } from '../gql/gql.ts'
import type { AuditFilter } from '../gql/graphql.ts'
import { describeFailure } from '../lib/failure.ts'

/** Fetches all that the filter lets through, piece by piece, and hands it to the browser as a file. */
export const useAuditCsv = (filter: Ref<AuditFilter>) => {
  const { client } = useClientHandle()
  const { show } = useToasts()
  const busy = ref(false)
  const pieces = async () => {
    const texts: string[] = []
    for (let before: number | null = null; ;) {
      const { data, error }: Awaited<ReturnType<typeof piece>> = await piece(before)
      if (!data) throw error ?? new Error('The server gave no answer')
      texts.push(data.auditCsv.text)
      before = data.auditCsv.before ?? null
      if (before === null) return texts
    }
  }
  const piece = (before: number | null) =>
    client
      .query(
        graphql(
          `query AuditCsv($filter: AuditFilter, $before: Int) { auditCsv(filter: $filter, before: $before) { text before } }`,
        ),
        { filter: filter.value, before },
        { requestPolicy: 'network-only' },
      )
      .toPromise()
  const save = async () => {
    busy.value = true
    try {
      const address = URL.createObjectURL(new Blob(await pieces(), { type: 'text/csv;charset=utf-8' }))
      Object.assign(document.createElement('a'), {
        href: address,
        download: `audit-trail-${new Date().toISOString().slice(0, 10)}.csv`,
      }).click()
      URL.revokeObjectURL(address)
    } catch (error) {
      show('bad', describeFailure(error instanceof Error ? error : new Error(String(error))).message)
    } finally {
      busy.value = false
    }
  }
  return { save, busy }
}
