import { expect, test } from 'vitest'
import { settingsFields, settingsInput } from './settingsFields.ts'

const schema = {
  type: 'object',
  required: ['host', 'port', 'password'],
  properties: {
    host: { type: 'string', title: 'Host', description: 'Name of the server.', examples: ['db.example.com'] },
    port: { type: 'integer', title: 'Port', default: 5432 },
    password: { type: 'string', title: 'Password', secret: true },
    tls: { type: 'boolean', title: 'TLS', default: true },
    mode: { type: 'string', enum: ['a', 'b'] },
    ca: { type: 'string', label: 'CA', example: 'PEM', maxLength: 100_000 },
  },
}

test('draws a field for each setting, in order, with its label, help, example and kind', () => {
  expect(
    settingsFields(schema).map(({ name, label, type, required, initial }) => [name, label, type, required, initial]),
  ).toEqual([
    ['host', 'Host', 'text', true, ''],
    ['port', 'Port', 'number', false, '5432'],
    ['password', 'Password', 'password', true, ''],
    ['tls', 'TLS', 'boolean', false, 'true'],
    ['mode', 'mode', 'choice', false, ''],
    ['ca', 'CA', 'lines', false, ''],
  ])
  expect(settingsFields(schema)[0]).toMatchObject({ help: 'Name of the server.', example: 'db.example.com' })
})

test('sends what was typed as the types the schema asks for, and leaves out what was not', () => {
  const typed = { host: 'h', port: '6543', password: 'p', tls: 'false', mode: '' }
  expect(settingsInput(settingsFields(schema), typed)).toEqual({ host: 'h', port: 6543, password: 'p', tls: false })
})

test('has no field for a schema without properties', () => {
  expect(settingsFields({ type: 'object' })).toEqual([])
})
