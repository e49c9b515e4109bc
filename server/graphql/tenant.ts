import { builder } from './builder.ts'
import { uuidOrNone } from './globalId.ts'

export const Tenant = builder.prismaNode('Tenant', {
  description: 'The customer. Everything else belongs to exactly one.',
  id: { resolve: ({ id }) => id },
  nullable: true,
  findUnique: id => ({ id: uuidOrNone(id) }),
  select: { id: true },
  fields: t => ({ name: t.exposeString('name', { description: 'What the page calls it.' }) }),
})
