import { defineScenario } from './scenario.ts'

const orders = { table: 'orders', real: ['customers', 'orders'] } as const
const draw = (share: number, salt: string) => `hash(order_id, '${salt}') % 1000 < ${share * 1000}`

export const orderScenarios = [
  defineScenario({
    ...orders,
    key: 'orders-user-id',
    title: 'Null rate of user_id in orders is up',
    schema: 'shop_01',
    day: '2026-11-12',
    metric: { kind: 'nullRate', column: 'user_id' },
    statements: [
      `UPDATE orders SET app_version = '7.4.0' WHERE channel = 'app' AND ordered_at >= '2026-11-12 09:00'
        AND hash(order_id, 'adopt') % 1000 / 1000.0 < .4 + .4 * (1 - exp(-date_diff('minute', TIMESTAMP '2026-11-12 09:00', ordered_at) / 500.0))`,
      `UPDATE orders SET user_id = NULL WHERE app_version = '7.4.0' AND ${draw(0.85, 'user')}`,
    ],
  }),
  defineScenario({
    ...orders,
    key: 'orders-fewer-rows',
    title: 'Row count of orders is down',
    schema: 'shop_02',
    day: '2026-11-10',
    metric: { kind: 'rowCount' },
    statements: [`DELETE FROM orders WHERE ordered_at >= '2026-11-10 13:00' AND ordered_at < '2026-11-10 17:00'`],
  }),
  defineScenario({
    ...orders,
    key: 'orders-today',
    title: 'Row count of orders is low today',
    schema: 'shop_03',
    day: '2026-11-15',
    metric: { kind: 'rowCount' },
    statements: [
      `DELETE FROM orders WHERE ordered_at >= '2026-11-15' AND ordered_at
        + to_seconds((-ln((hash(order_id, 'lag') % 100000 + 1) / 100001.0) * 2400)::INT) > TIMESTAMP '2026-11-15 16:00'`,
      `UPDATE orders SET loaded_at = TIMESTAMP '2026-11-15 16:00' + to_seconds(hash(source_file)::UBIGINT % 200)
        WHERE loaded_at > '2026-11-15 16:00'`,
    ],
  }),
  defineScenario({
    ...orders,
    key: 'orders-revenue',
    title: 'Sum of amount in orders is down',
    schema: 'shop_04',
    day: '2026-11-12',
    metric: { kind: 'sum', column: 'amount' },
    statements: [
      `DELETE FROM orders WHERE country = 'FR' AND ordered_at >= '2026-11-12 08:00' AND ordered_at < '2026-11-14'`,
    ],
  }),
  defineScenario({
    ...orders,
    key: 'orders-customer-tier',
    title: 'Null rate of customer_tier in orders is up',
    schema: 'shop_05',
    day: '2026-11-12',
    metric: { kind: 'nullRate', column: 'customer_tier' },
    loose: ['orders.customer_id'],
    statements: [
      `UPDATE orders SET customer_id = ltrim(customer_id, '0'), customer_tier = NULL, customer_since = NULL
      WHERE channel = 'marketplace' AND ordered_at >= '2026-11-12'`,
    ],
  }),
  defineScenario({
    ...orders,
    key: 'orders-shipping-days',
    title: 'Average of shipping_days in orders is down',
    schema: 'shop_06',
    day: '2026-11-13',
    metric: { kind: 'average', column: 'shipping_days' },
    statements: [
      `UPDATE orders SET shipping_days = -1
      WHERE ordered_at >= '2026-11-13' AND ${draw(0.4, 'ship')}`,
    ],
  }),
  defineScenario({
    ...orders,
    key: 'orders-cancelled',
    title: 'Share of cancelled orders is down to nothing',
    schema: 'shop_07',
    day: '2026-11-12',
    metric: { kind: 'share', where: { column: 'status', operator: '=', value: 'cancelled' } },
    statements: [`UPDATE orders SET status = 'voided' WHERE status = 'cancelled' AND ordered_at >= '2026-11-12'`],
  }),
  defineScenario({
    ...orders,
    key: 'orders-average-amount',
    title: 'Average of amount in orders is up',
    schema: 'shop_08',
    day: '2026-11-12',
    metric: { kind: 'average', column: 'amount' },
    statements: [`UPDATE orders SET amount = amount * 100 WHERE country = 'GB' AND ordered_at >= '2026-11-12'`],
  }),
  defineScenario({
    key: 'orders-record-day',
    title: 'Row count of orders is up',
    schema: 'shop_09',
    table: 'orders',
    day: '2026-11-11',
    metric: { kind: 'rowCount' },
    real: ['customers', 'products', 'orders', 'order_items', 'payments', 'sessions'],
    busyDay: '2026-11-11',
  }),
  defineScenario({
    key: 'orders-saturday',
    title: 'Row count of orders is below the day before',
    schema: 'shop',
    table: 'orders',
    day: '2026-11-14',
    metric: { kind: 'rowCount' },
  }),
]
