import { expect, test } from 'vitest'
import { isAdded, isRestless } from './restless.ts'

const value = (name: string | null, alert: number, ...days: readonly number[]) => ({
  value: name,
  rows: { alert, normal: days.reduce((sum, rows) => sum + rows, 0) / days.length },
  days,
  lens: null,
})

test('values that keep their shares are at rest, also when one of them is gone', () => {
  expect(isRestless([value('web', 0, 500, 510, 490, 505), value('app', 1000, 990, 1010, 1000, 1005)])).toBe(false)
})

test('a release that replaces another is restless', () => {
  expect(isRestless([value('7.2', 100, 900, 880, 700, 650), value('7.3', 800, 0, 30, 200, 240)])).toBe(true)
})

test('values that swing between normal days are restless, though the alert day looks calm', () => {
  expect(isRestless([value('on time', 600, 850, 350, 800, 400), value('late', 400, 150, 650, 200, 600)])).toBe(true)
})

test('a release that spreads over weeks is restless, though no day differs much from the next', () => {
  const others = value('none', 700, 700, 690, 710, 705)
  expect(isRestless([value('7.2', 100, 190, 170, 150, 128), value('7.3', 240, 160, 180, 200, 222), others])).toBe(true)
  expect(isRestless([value('7.2', 100, 160, 150, 155, 152), value('7.3', 200, 190, 196, 201, 198), others])).toBe(false)
})

test('of releases a drift that no day shows plainly is enough; of other values it may be chance', () => {
  const turned = (older: string, newer: string) =>
    isRestless([
      value(older, 1250, 1200, 1500, 1450, 1800),
      value(newer, 2250, 2300, 2000, 2050, 1700),
      value(null, 7000, 7000, 6900, 7100, 7050),
    ])
  expect([turned('7.0.4', '5.1.0'), turned('web', 'app')]).toEqual([true, false])
})

test('rows of a new value come on top where the others keep theirs, however they replace one another', () => {
  const [older, newer] = [value('R18', 0, 900, 600, 0), value('R19', 1000, 0, 300, 950)]
  expect(isAdded([older, newer, value('python-requests/2.31', 800, 0, 0, 0)])).toBe(true)
  expect(isAdded([older, value('R19', 300, 0, 300, 950), value('web-2', 700, 0, 0, 0)])).toBe(false)
  expect(isAdded([older, newer, value('R17', 800, 0, 0, 0)])).toBe(false)
})
