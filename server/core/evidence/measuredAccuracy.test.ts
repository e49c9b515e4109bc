import { expect, it } from 'vitest'
import { faultIds } from '../fault/faultKind.ts'
import { measuredAccuracy } from './measuredAccuracy.ts'

it('tells of every kind of fault there is, and of a cause outside the data', () => {
  const { expectedChange: _, ...faults } = faultIds
  expect(measuredAccuracy.faults.map(({ kind }) => kind).toSorted()).toEqual(
    [...Object.keys(faults), 'externalCause'].toSorted(),
  )
})

it('adds up: the kinds to all causes, and no bin has more right than it has causes', () => {
  const { faults, cause, bins } = measuredAccuracy
  const sum = (part: 'right' | 'of') => faults.reduce((total, fault) => total + fault.cause[part], 0)
  expect({ right: sum('right'), of: sum('of') }).toEqual(cause)
  expect(
    bins.filter(({ right, of, from, to, confidence }) => right > of || confidence < from || confidence > to),
  ).toEqual([])
})
