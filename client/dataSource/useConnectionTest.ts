import { useClientHandle } from '@urql/vue'
import { computed, onScopeDispose, readonly, ref, shallowRef } from 'vue'
import { graphql, readFragment } from '../gql/index.ts'
import type { TestStep_StepFragment } from '../gql/graphql.ts'
import { describeFailure } from '../lib/failure.ts'
import { TestStep_step } from './testStep.ts'

/** What is tested: a connected data source, if need be with other settings, or settings that are not saved. */
export type Tested = { readonly schema?: string; readonly table?: string } & (
  | { readonly dataSourceId: string; readonly settings?: Record<string, unknown> }
  | { readonly kind: string; readonly settings: Record<string, unknown> }
)

const testing = graphql(`
  subscription DataSourceTesting($input: DataSourceTestInput!) {
    dataSourceTesting(input: $input) {
      __typename
      ... on DataSourceTestStep { ...TestStep_step }
      ... on DataSourceTestRefusal { code message path }
    }
  }
`)

type Refusal = { readonly message: string; readonly path?: readonly string[] | null }

/** One connection test at a time, with its steps as they are taken. */
export const useConnectionTest = () => {
  const { client } = useClientHandle()
  const steps = ref<readonly TestStep_StepFragment[]>([])
  const refusal = shallowRef<Refusal | null>(null)
  const busy = ref(false)
  let stop = () => {}
  onScopeDispose(() => stop())
  const put = (step: TestStep_StepFragment) => {
    steps.value = steps.value.some(({ name }) => name === step.name)
      ? steps.value.map(known => (known.name === step.name ? step : known))
      : [...steps.value, step]
  }
  /** Resolves to whether it passed, once the last step has come out. */
  const test = (input: Tested) =>
    new Promise<boolean>(resolve => {
      stop()
      steps.value = []
      refusal.value = null
      busy.value = true
      const end = () => {
        busy.value = false
        resolve(passed.value)
      }
      const subscription = client.subscription(testing, { input }).subscribe(({ data, error, hasNext }) => {
        const news = data?.dataSourceTesting
        if (error) refusal.value = { message: describeFailure(error).message }
        else if (news?.__typename === 'DataSourceTestRefusal') refusal.value = news
        else if (news) put(readFragment(TestStep_step, news))
        if (error || hasNext === false) end()
      })
      stop = () => {
        subscription.unsubscribe()
        busy.value = false
      }
    })
  const failure = computed(() => steps.value.find(({ outcome }) => outcome === 'FAILED') ?? null)
  const passed = computed(
    () =>
      refusal.value === null &&
      steps.value.length > 0 &&
      failure.value === null &&
      steps.value.every(({ outcome }) => outcome !== 'RUNNING'),
  )
  return {
    test,
    testing: readonly(busy),
    steps,
    refusal,
    failure,
    /** Shows steps that were taken elsewhere: by a save that tested first. */
    show: (taken: readonly TestStep_StepFragment[]) => {
      steps.value = taken
    },
  }
}
