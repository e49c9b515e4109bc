import { expect, test } from 'vitest'
import { areNationalIds, isNationalId } from './nationalId.ts'
import { replaceSensitive } from './sensitive.ts'

const mask = (text: string) => replaceSensitive(text, kind => `<${kind}>`)
const id = '<nationalId>'

// Numbers that authorities and textbooks print as examples; none belongs to a person.
test.each([
  ['078-05-1120', id],
  ['her SSN is 219099999.', `her SSN is ${id}.`],
  ['ITIN 912-70-1234', `ITIN ${id}`],
  ['AB123456C', id],
  ['JG 10 37 59 A', id],
  ['86095742719', id],
  ['Steuer-ID: 86 095 742 719', `Steuer-ID: ${id}`],
  ['12345678Z', id],
  ['DNI 12.345.678-Z', `DNI ${id}`],
  ['X1234567L', id],
  ['Y-1234567-X', id],
  ['RSSMRA85T10A562S', id],
  ['rssmra85t10a562s', id],
  ['MRTMTT91D08F205J', id],
  ['255081416802538', id],
  ['1 84 12 76 451 089 46', id],
  ['BSN 111222333', `BSN ${id}`],
  ['1112.22.333', id],
  ['burgerservicenummer: 123456782', `burgerservicenummer: ${id}`],
  ['2341 2341 2346', id],
  ['Aadhaar no. 499118665246', `Aadhaar no. ${id}`],
  ['529.982.247-25', id],
  ['PESEL 44051401359', `PESEL ${id}`],
  ['85.07.30-033.28', id],
  ['756.9217.0769.85', id],
  ['11010519491231002X', id],
  ['AB123456C, 078-05-1120; and RSSMRA85T10A562S', `${id}, ${id}; and ${id}`],
])('%s becomes %s', (text, masked) => {
  expect(mask(text)).toBe(masked)
})

test.each([
  ['000-12-3456', 'an area that is none'],
  ['666-12-3456', 'an area that is none'],
  ['123-00-4567', 'no group'],
  ['123-45-0000', 'no serial'],
  ['900-12-3456', 'no group of taxpayers'],
  ['BG123456A', 'a prefix that is none'],
  ['AB123456E', 'a suffix that is none'],
  ['QQ123456C', 'a letter that is none'],
  ['ab123456c', 'its small letters'],
  ['86095742718', 'its check digit'],
  ['11111111116', 'one digit only'],
  ['12345678A', 'its letter'],
  ['X1234567A', 'its letter'],
  ['RSSMRA85T10A562T', 'its check sign'],
  ['255081416802539', 'its key'],
  ['1 84 12 76 451 089 47', 'its key'],
  ['BSN 111222334', 'the eleven'],
  ['1112.22.334', 'the eleven'],
  ['2341 2341 2347', 'its check digit'],
  ['529.982.247-24', 'its check digits'],
  ['PESEL 44051401358', 'its check digit'],
  ['PESEL 44133401355', 'its date'],
  ['85.07.30-033.29', 'its check number'],
  ['756.9217.0769.86', 'its check digit'],
  ['110105194912310021', 'its check sign'],
  ['4111 1111 1111 1111', 'a card'],
  ['123456782', 'nothing says whose'],
  ['SKU-AB123456C', 'a code'],
  ['order_RSSMRA85T10A562S', 'a code'],
  ['499118665246', 'nothing says whose'],
])('%s is no national id, because of %s', text => {
  expect(mask(text)).not.toContain(id)
})

test('codes and times that look alike stay as they are', () => {
  const codes = [
    'SKU-AB123456C',
    'AB123456E',
    'BG123456A',
    '12345678A',
    'X1234567A',
    'RSSMRA85T10A562T',
    '2026-11-12',
    'DE12345678',
  ]
  expect(codes.map(mask)).toEqual(codes)
})

test('a column whose values all pass one check holds national ids; one that fails it, too few, or ordinary numbers do not', () => {
  const passing = ['149382716', '174074074', '420987654', '643209876', '803703703', '927160493']
  expect(areNationalIds(passing)).toBe(true)
  expect(areNationalIds([...passing.slice(0, 5), ...passing.slice(0, 5)])).toBe(false)
  expect(areNationalIds([...passing, '149382717'])).toBe(false)
  for (const step of [1, 7, 10, 100])
    expect(areNationalIds(Array.from({ length: 40 }, (_, at) => String(123_450_000 + at * step)))).toBe(false)
})

test('names of columns tell', () => {
  const names = [
    'ssn',
    'SSN_last4',
    'customer_ssn',
    'socialSecurityNumber',
    'nino',
    'steuer_id',
    'Steuer-ID',
    'taxId',
    'dni',
    'codice_fiscale',
    'codiceFiscale',
    'nir',
    'bsn',
    'aadhaar_no',
    'cpf',
    'national_id',
    'identity_number',
    'customer_taxid',
    'fiscalCode',
  ]
  expect(names.filter(name => !isNationalId(name))).toEqual([])
  const others = [
    'session_id',
    'routing',
    'tinted',
    'adnin',
    'nirvana',
    'order_id',
    'country',
    'international_order',
    'sinus',
    'airport_code',
    'mission',
    'personal_note',
    'tax_code',
    'national_code',
  ]
  expect(others.filter(isNationalId)).toEqual([])
})
