import { computed, shallowRef, watch, type Ref } from 'vue'

/** The last answer to the same question: a later one that fails (the network went) does not take it off the page. */
export const useKept = <Data>(data: Ref<Data | undefined>, question: () => string) => {
  const kept = shallowRef<{ readonly data: Data; readonly question: string } | null>(null)
  watch(
    data,
    answer => {
      if (answer !== undefined) kept.value = { data: answer, question: question() }
    },
    { immediate: true },
  )
  return computed(() => data.value ?? (kept.value?.question === question() ? kept.value.data : undefined))
}
