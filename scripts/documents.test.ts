// What the page asks for must be within what the server lets anybody ask for.
import { formatDocument } from '@urql/core'
import type { DocumentNode } from 'graphql'
import { expect, test } from 'vitest'
import * as generated from '../client/gql/graphql.ts'
import { defaultLimits, limitFault } from '../server/http/documentLimits.ts'

const documents = Object.entries(generated)
  .filter(([name]) => name.endsWith('Document'))
  .map(([name, document]) => [name, document as unknown as DocumentNode] as const)

test('every document of the page keeps within the limits of a document', () => {
  expect(documents.length).toBeGreaterThan(50)
  const faults = documents.flatMap(([name, document]) => {
    // As it is sent: with the names of all types.
    const fault = limitFault(formatDocument(document) as DocumentNode, {}, defaultLimits)
    return fault ? [`${name}: ${fault.message}`] : []
  })
  expect(faults).toEqual([])
})
