import { defineScenario } from './scenario.ts'

const payments = { table: 'payments', real: ['orders', 'payments'] } as const
const items = { table: 'order_items', real: ['products', 'order_items'] } as const
const sessions = { table: 'sessions', real: ['customers', 'sessions'] } as const

export const otherScenarios = [
  defineScenario({
    ...payments,
    key: 'payments-sum',
    title: 'Sum of amount in payments is up',
    schema: 'shop_10',
    day: '2026-11-12',
    metric: { kind: 'sum', column: 'amount' },
    statements: [
      `INSERT INTO payments SELECT * REPLACE (payment_id + 1000000 AS payment_id, loaded_at + INTERVAL 3 HOUR AS loaded_at)
      FROM payments WHERE paid_at::DATE = '2026-11-12'`,
    ],
  }),
  defineScenario({
    ...payments,
    key: 'payments-amount',
    title: 'Null rate of amount in payments is up',
    schema: 'shop_11',
    day: '2026-11-12',
    metric: { kind: 'nullRate', column: 'amount' },
    statements: [
      `UPDATE payments SET amount_text = replace('$' || amount_text, '$-', '-$'), amount = NULL
      WHERE provider = 'cardia' AND paid_at >= '2026-11-12 10:00'`,
    ],
  }),
  defineScenario({
    ...payments,
    key: 'payments-net',
    title: 'Sum of amount in payments is above plan',
    schema: 'shop_12',
    day: '2026-11-13',
    metric: { kind: 'sum', column: 'amount' },
    statements: [
      `UPDATE payments SET amount = -amount, amount_text = (-amount)::VARCHAR WHERE kind = 'refund' AND paid_at >= '2026-11-13'`,
    ],
  }),
  defineScenario({
    ...items,
    key: 'items-line-total',
    title: 'Sum of line_total in order_items is up',
    schema: 'shop_13',
    day: '2026-11-12',
    metric: { kind: 'sum', column: 'line_total' },
    loose: ['products.product_id', 'order_items.item_id', 'order_items.product_id'],
    statements: [
      `INSERT INTO order_items FROM order_items
        WHERE ordered_at >= '2026-11-12' AND hash(product_id, 'twice') % 1000 < 220`,
      `INSERT INTO products SELECT * REPLACE (weight_g + 20 AS weight_g, DATE '2026-11-12' AS added_on) FROM products
        WHERE hash(product_id, 'twice') % 1000 < 220`,
    ],
  }),
  defineScenario({
    ...items,
    key: 'items-category',
    title: 'Null rate of category in order_items is up',
    schema: 'shop_14',
    day: '2026-11-12',
    metric: { kind: 'nullRate', column: 'category' },
    loose: ['order_items.product_id'],
    statements: [
      `UPDATE order_items SET product_id = 3001 + (hash(product_id, 'new') % 400)::INT, category = NULL, brand = NULL
      WHERE ordered_at >= '2026-11-12 07:00' AND hash(item_id, 'fresh') % 1000 < 240`,
    ],
  }),
  defineScenario({
    ...sessions,
    key: 'sessions-twice',
    title: 'Duplicate rate of session_token in sessions is up',
    schema: 'shop_15',
    day: '2026-11-13',
    metric: { kind: 'duplicateRate', columns: ['session_token'] },
    statements: [
      `INSERT INTO sessions SELECT * REPLACE (session_id + 1000000 AS session_id,
        loaded_at + to_seconds(4 + (hash(session_id, 'gap') % 500)::INT) AS loaded_at)
      FROM sessions WHERE started_at >= '2026-11-12 16:00' AND hash(session_id, 'again') % 1000 < 80`,
    ],
  }),
  defineScenario({
    ...sessions,
    key: 'sessions-landing-page',
    title: 'Null rate of landing_page in sessions is up',
    schema: 'shop_16',
    day: '2026-11-13',
    metric: { kind: 'nullRate', column: 'landing_page' },
    statements: [
      `UPDATE sessions SET landing_page = NULL
      WHERE started_at >= '2026-11-13 11:00'`,
    ],
  }),
  defineScenario({
    ...sessions,
    key: 'sessions-fewer-rows',
    title: 'Row count of sessions is down',
    schema: 'shop_17',
    day: '2026-11-12',
    metric: { kind: 'rowCount' },
    statements: [
      `UPDATE sessions SET started_at = started_at + INTERVAL 5 HOUR
      WHERE source = 'collector_a' AND started_at >= '2026-11-12' AND started_at < '2026-11-13'`,
    ],
  }),
]
