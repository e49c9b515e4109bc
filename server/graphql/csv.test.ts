import { expect, test } from 'vitest'
import { csvLine } from './csv.ts'

test('cells are quoted where they must be, and no cell is a formula', () => {
  expect(csvLine(['a', 'b,c', 'say "hi"', 'two\nlines', null, 7, new Date(0)])).toBe(
    'a,"b,c","say ""hi""","two\nlines",,7,1970-01-01T00:00:00.000Z\r\n',
  )
  expect(csvLine(['=1+1', '+1', '-1', '@x', '\tx', 'a=1'])).toBe(`'=1+1,'+1,'-1,'@x,'\tx,a=1\r\n`)
})
