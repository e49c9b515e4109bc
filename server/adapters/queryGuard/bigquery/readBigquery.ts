import { walkPolyglot } from '../polyglot/walkPolyglot.ts'
import type { Reader } from '../reading.ts'
import { inParts } from './spellings.ts'
import { bigqueryFunctions } from './vocabulary.ts'

/** Polyglot's reading by BigQuery's rules: tables and datasets are told apart by case, columns and aliases are not. */
export const readBigquery: Reader = async ({ text, known, limits }) =>
  walkPolyglot(
    inParts(text, limits.maxTokens),
    { known, limits },
    {
      dialect: 'bigquery',
      functions: bigqueryFunctions,
      defaultSchema: known[0]?.name.schema ?? '',
      fold: name => name.toLowerCase(),
      foldTable: name => name,
      isReserved: () => false,
    },
  )
