/** What the proof found out about the login. */
export type Findings = {
  readonly name: string
  readonly database: string
  /** Owns tables, or has powers that no revoke on tables takes away. */
  readonly owner: boolean
  /** Schemas in which it may create tables. */
  readonly creates: readonly string[]
  /** Every schema that it may use. */
  readonly schemas: readonly string[]
}

/** SQL that makes the login read-only or, where it owns what it reads, makes another one that is. */
export const remedy = ({ name, database, owner, creates, schemas }: Findings): string =>
  (owner
    ? newReader(database, schemas)
    : [
        ...schemas.map(revokeWrites(name)),
        ...creates.map(revokeCreate(name)),
        revokeSchemas(name, database),
        ...schemas.flatMap(allowReading(name)),
      ]
  ).join('\n')

const newReader = (database: string, schemas: readonly string[]) => [
  `CREATE ROLE dataing_reader LOGIN PASSWORD '<choose one>' NOSUPERUSER NOCREATEDB NOCREATEROLE;`,
  `GRANT CONNECT ON DATABASE ${quoted(database)} TO dataing_reader;`,
  ...schemas.map(schema => `REVOKE CREATE ON SCHEMA ${quoted(schema)} FROM PUBLIC;`),
  ...schemas.flatMap(allowReading('dataing_reader')),
  'ALTER ROLE dataing_reader SET default_transaction_read_only = on;',
]

const revokeWrites = (role: string) => (schema: string) =>
  `REVOKE INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON ALL TABLES IN SCHEMA ${quoted(schema)} FROM ${quoted(role)}, PUBLIC;`

const revokeCreate = (role: string) => (schema: string) =>
  `REVOKE CREATE ON SCHEMA ${quoted(schema)} FROM ${quoted(role)}, PUBLIC;`

const revokeSchemas = (role: string, database: string) =>
  `REVOKE CREATE ON DATABASE ${quoted(database)} FROM ${quoted(role)}, PUBLIC;`

const allowReading = (role: string) => (schema: string) => [
  `GRANT USAGE ON SCHEMA ${quoted(schema)} TO ${quoted(role)};`,
  `GRANT SELECT ON ALL TABLES IN SCHEMA ${quoted(schema)} TO ${quoted(role)};`,
]

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
