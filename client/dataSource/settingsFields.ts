/** One setting of a kind of data source, read from its JSON Schema. */
export type SettingsField = {
  readonly name: string
  readonly label: string
  readonly help: string | undefined
  readonly example: string | undefined
  readonly type: 'text' | 'lines' | 'password' | 'number' | 'boolean' | 'choice'
  readonly choices: readonly string[]
  readonly required: boolean
  readonly initial: string
}
export type SettingsValues = Readonly<Record<string, string>>

// Longer than this is no name or path but a document, such as a certificate.
const LONG_TEXT = 5000

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const text = (value: unknown) =>
  ['string', 'number', 'boolean'].includes(typeof value) ? `${value as string | number | boolean}` : undefined
const texts = (value: unknown) => (Array.isArray(value) ? value.map(String) : [])

const fieldType = (property: Record<string, unknown>): SettingsField['type'] => {
  if (property['secret'] === true) return 'password'
  if (property['type'] === 'boolean') return 'boolean'
  if (property['type'] === 'integer' || property['type'] === 'number') return 'number'
  if (Array.isArray(property['enum'])) return 'choice'
  return Number(property['maxLength'] ?? 0) > LONG_TEXT ? 'lines' : 'text'
}

/** The settings in the schema's order. A setting with a default need not be given. */
export const settingsFields = (schema: unknown): SettingsField[] => {
  if (!isRecord(schema) || !isRecord(schema['properties'])) return []
  const required = texts(schema['required'])
  return Object.entries(schema['properties']).flatMap(([name, property]) =>
    isRecord(property)
      ? [
          {
            name,
            label: text(property['title']) ?? text(property['label']) ?? name,
            help: text(property['description']),
            example: texts(property['examples'])[0] ?? text(property['example']),
            type: fieldType(property),
            choices: texts(property['enum']),
            required: required.includes(name) && property['default'] === undefined,
            initial: text(property['default']) ?? '',
          },
        ]
      : [],
  )
}

/** What was typed, as the types the schema asks for; an empty text is left out. */
export const settingsInput = (fields: readonly SettingsField[], values: SettingsValues): Record<string, unknown> =>
  Object.fromEntries(
    fields.flatMap(({ name, type }): [string, unknown][] => {
      const value = values[name] ?? ''
      if (type === 'boolean') return [[name, value === 'true']]
      if (value === '') return []
      return [[name, type === 'number' ? Number(value) : value]]
    }),
  )
