import { expect, test } from 'vitest'
import { fieldErrors } from './fieldErrors.ts'

test('puts a refusal at the innermost field of its path that the form has', () => {
  expect(
    fieldErrors({ message: 'No such column', path: ['input', 'metric', 'columns', '0'] }, ['table', 'columns']),
  ).toEqual({ columns: 'No such column' })
})

test('keeps a refusal without a known field for the form as a whole', () => {
  expect(fieldErrors({ message: 'Too many tries', path: null }, ['email'])).toEqual({ '': 'Too many tries' })
  expect(fieldErrors({ message: 'Bad', path: ['input', 'other'] }, ['email'])).toEqual({ '': 'Bad' })
})

test('has nothing to show without a refusal', () => {
  expect(fieldErrors(null, ['email'])).toEqual({})
})
