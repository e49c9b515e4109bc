import { expect, test } from 'vitest'
import { passesLuhn } from './checkDigits.ts'
import { passesIban, proseOf, replaceSensitive } from './sensitive.ts'

const mask = (text: string) => replaceSensitive(text, kind => `<${kind}>`)

test.each([
  ['ada@example.com', '<email>'],
  ['Write to Ada.L+x@mail.example.co.uk today', 'Write to <email> today'],
  ['мария@пример.рф', '<email>'],
  ['+49 170 1234567', '<phone>'],
  ['(020) 7946 0958', '<phone>'],
  ['call 0170/1234567 now', 'call <phone> now'],
  ['1-800-555-0199', '<phone>'],
  ['4111 1111 1111 1111', '<card>'],
  ['5500-0000-0000-0004', '<card>'],
  ['378282246310005', '<card>'],
  ['DE89 3704 0044 0532 0130 00', '<iban>'],
  ['GB82WEST12345698765432', '<iban>'],
  ['from 192.168.10.4', 'from <ip>'],
  ['017012345678', '<number>'],
])('%s becomes %s', (text, masked) => {
  expect(mask(text)).toBe(masked)
})

test.each([
  '2026-11-12',
  '2026-11-12 10:00:02',
  '2026-11-12T09:19:24.000Z',
  '12.11.2026',
  '12-11-2026',
  '1234567.89',
  '-76.30',
  '$71.11',
  '00003375',
  '7.4.0',
  'orders_4.csv',
  'DE',
  'SKU-2026-1234567',
  '550e8400-e29b-41d4-a716-446655440000',
  'v1.20.300.4000',
  'brand S',
  '@home',
  'a@b',
])("%s is nobody's and stays", text => {
  expect(mask(text)).toBe(text)
})

test('check digits tell a card and an account from a number', () => {
  expect([passesLuhn('4111111111111111'), passesLuhn('4111111111111112')]).toEqual([true, false])
  expect([passesIban('DE89370400440532013000'), passesIban('DE89370400440532013001'), passesIban('DE8937')]).toEqual([
    true,
    false,
    false,
  ])
})

test('words and long texts are what a person typed; codes are not', () => {
  expect(['Ada Lovelace', "Seán O'Neill", 'Berlin'].map(proseOf)).toEqual(['name', 'name', 'name'])
  expect(proseOf('Please leave the parcel with the neighbour on floor 3')).toBe('text')
  expect(['order_1234', 'A-17', '7.4.0', ''].map(proseOf)).toEqual([null, null, null, null])
})
