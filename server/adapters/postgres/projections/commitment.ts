import { endsCase } from '../../../core/investigation/endsCase.ts'
import type { Projection } from './projection.ts'

/** What is saved as spent is committed no longer, in the same statement: by the step whose facts these are, and by all of them once the case has ended. */
export const settledSteps: Projection = {
  name: 'settled',
  rowsOf: ({ ref, events, settles }) =>
    events.some(endsCase) || settles ? [{ id: ref.investigationId, step: events.some(endsCase) ? null : settles }] : [],
  sql: rows => `
    DELETE FROM commitment USING json_to_recordset(${rows}) AS done(id uuid, step text) JOIN head USING (id)
    WHERE commitment.investigation_id = head.id AND (done.step IS NULL OR commitment.step = done.step)`,
}

/** The same of calls to models. */
export const settledCalls: Projection = {
  name: 'settled_calls',
  rowsOf: ({ ref, events }) =>
    events.flatMap(event =>
      event.type === 'ModelAnswered' || event.type === 'ModelLeft'
        ? event.data.uses.map(({ callId }) => ({ id: ref.investigationId, call: callId }))
        : [],
    ),
  sql: rows => `
    UPDATE model_call SET spent_at = now() FROM json_to_recordset(${rows}) AS done(id uuid, call text) JOIN head USING (id)
    WHERE model_call.investigation_id = head.id AND model_call.id::text = done.call AND spent_at IS NULL`,
}
