import type { CombinedError } from '@urql/vue'
import { ref } from 'vue'
import { useToasts } from '../composables/useToasts.ts'
import { describeFailure } from '../lib/failure.ts'
import { fieldErrors, type UserErrorLike } from '../lib/fieldErrors.ts'

type Answer<Data> = { readonly data?: Data | undefined; readonly error?: CombinedError | undefined }
type Refusal = UserErrorLike & { readonly code: string }
type Options = { readonly fields?: readonly string[]; readonly done?: string }

const isRefusal = (result: object): result is Refusal => 'code' in result && 'message' in result

/** Sends a change and tells how it went: a refusal goes to its field where there is a form, else to a toast. */
export const useChange = ({ fields = [], done }: Options = {}) => {
  const { show } = useToasts()
  const errors = ref<Record<string, string>>({})
  const busy = ref(false)
  const refuse = (refusal: UserErrorLike) => {
    if (fields.length === 0) show('bad', refusal.message)
    else errors.value = fieldErrors(refusal, fields)
  }
  /** The result of the one field that was asked for, or null where it was refused. */
  const run = async <Data extends object>(
    sent: Promise<Answer<Data>>,
  ): Promise<Exclude<Data[keyof Data], Refusal | string | null | undefined> | null> => {
    busy.value = true
    errors.value = {}
    const { data, error } = await sent
    busy.value = false
    if (error) {
      refuse({ message: describeFailure(error).message })
      return null
    }
    const result = Object.entries(data ?? {}).find(([name]) => name !== '__typename')?.[1] as object
    if (isRefusal(result)) {
      refuse(result)
      return null
    }
    if (done !== undefined) show('good', done)
    return result as Exclude<Data[keyof Data], Refusal | string | null | undefined>
  }
  return { run, errors, busy }
}
