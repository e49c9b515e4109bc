import { builder } from './builder.ts'
import { InputError } from './errors.ts'
import { Viewer } from './viewer.ts'
import { callerOf, refused } from './who.ts'

const NameInput = builder.inputType('NameInput', {
  description: 'A new name.',
  fields: t => ({ name: t.string({ required: true, description: '1 to 200 characters.' }) }),
})

const NamedPayload = builder.objectRef<object>('NamedPayload').implement({
  description: 'Named.',
  fields: t => ({
    viewer: t.field({
      type: Viewer,
      description: 'Who asks, with the names as they are now.',
      resolve: (_root, _args, context) => callerOf(context),
    }),
  }),
})

builder.mutationField('profileChange', t =>
  t.field({
    type: NamedPayload,
    description: 'Changes what the caller is called in this workspace. Permission: person. Events: none.',
    args: { input: t.arg({ type: NameInput, required: true, description: 'The name.' }) },
    errors: { types: [InputError], union: { name: 'ProfileChangeResult', description: 'Changed, or why not.' } },
    resolve: async (_root, { input }, context) => {
      const changed = await context.app.access.renameSelf(callerOf(context), input.name)
      if (!changed.ok) throw refused(changed.problem)
      return {}
    },
  }),
)

const NoticeMailsInput = builder.inputType('NoticeMailsInput', {
  description: 'Whether to mail.',
  fields: t => ({
    wanted: t.boolean({ required: true, description: 'Whether what the caller is told goes to them by mail as well.' }),
  }),
})

builder.mutationField('noticeMailsChange', t =>
  t.field({
    type: NamedPayload,
    description:
      'Says whether mentions, cases given to the caller and requests that wait for them are mailed as well. Permission: person. Events: none.',
    args: { input: t.arg({ type: NoticeMailsInput, required: true, description: 'Whether.' }) },
    resolve: async (_root, { input }, context) => {
      await context.app.access.setNoticeMails(callerOf(context), input.wanted)
      return {}
    },
  }),
)

builder.mutationField('tenantChange', t =>
  t.field({
    type: NamedPayload,
    description: 'Changes what the workspace is called. Permission: settings:write. Events: none.',
    args: { input: t.arg({ type: NameInput, required: true, description: 'The name.' }) },
    errors: { types: [InputError], union: { name: 'TenantChangeResult', description: 'Changed, or why not.' } },
    resolve: async (_root, { input }, context) => {
      const changed = await context.app.access.renameTenant(callerOf(context), input.name)
      if (!changed.ok) throw refused(changed.problem)
      return {}
    },
  }),
)
