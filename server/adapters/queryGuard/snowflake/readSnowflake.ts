import { walkPolyglot } from '../polyglot/walkPolyglot.ts'
import type { Reader } from '../reading.ts'
import { snowflakeFunctions } from './vocabulary.ts'

/** Polyglot's reading by Snowflake's rules: a name that is not quoted is in upper case, a quoted one is as it is written. */
export const readSnowflake: Reader = async ({ text, known, limits }) =>
  walkPolyglot(
    text,
    { known, limits },
    {
      dialect: 'snowflake',
      functions: snowflakeFunctions,
      defaultSchema: known[0]?.name.schema ?? '',
      fold: name => name,
      isReserved: () => false,
      unquoted: name => name.toUpperCase(),
    },
  )
