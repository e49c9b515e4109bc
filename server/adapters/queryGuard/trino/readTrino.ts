import { walkPolyglot } from '../polyglot/walkPolyglot.ts'
import type { Reader } from '../reading.ts'
import { trinoFunctions } from './vocabulary.ts'

/** Polyglot's reading by Trino's rules: it folds every name, quoted or not. */
export const readTrino: Reader = async ({ text, known, limits }) =>
  walkPolyglot(
    text,
    { known, limits },
    {
      dialect: 'trino',
      functions: trinoFunctions,
      defaultSchema: known[0]?.name.schema ?? '',
      fold: name => name.toLowerCase(),
      isReserved: () => false,
    },
  )
