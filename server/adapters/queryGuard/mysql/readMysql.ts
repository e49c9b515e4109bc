import type { Reader } from '../reading.ts'
import { walkPolyglot } from '../polyglot/walkPolyglot.ts'
import { mysqlFunctions } from './vocabulary.ts'
import { inBackticks } from './inBackticks.ts'

/** Polyglot's reading by MySQL's rules. Table names are told apart by case, as servers on Linux do; elsewhere that is only stricter. */
export const readMysql: Reader = async ({ text, known, limits }) => {
  const [first] = known
  return walkPolyglot(
    inBackticks(text, limits.maxTokens),
    { known, limits },
    {
      dialect: 'mysql',
      functions: mysqlFunctions,
      defaultSchema: first?.name.schema ?? '',
      fold: name => name,
      isReserved: () => false,
    },
  )
}
