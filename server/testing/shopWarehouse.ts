/** Five weeks of orders by the hour in PostgreSQL; on the last day the app forgets `user_id` from noon on. */
export const shopStatements = [
  'CREATE TABLE orders (id bigint PRIMARY KEY, created_at timestamp NOT NULL, channel text NOT NULL, country text NOT NULL, user_id bigint, amount numeric(10, 2) NOT NULL)',
  `INSERT INTO orders
    SELECT n, at, channel, (ARRAY['DE', 'FR', 'ES'])[1 + n % 3], CASE WHEN channel = 'app' AND at >= '2026-06-12 12:00' THEN NULL ELSE n % 977 END, 10 + n % 90
    FROM (SELECT n, timestamp '2026-05-09 00:00' + n * interval '6 minutes' AS at, (ARRAY['web', 'app', 'shop', 'web'])[1 + n % 4] AS channel
      FROM generate_series(1, 8399) AS n) AS made`,
  'ANALYZE orders',
]

export const shopQuestion = {
  table: { schema: 'public', name: 'orders' },
  metric: { kind: 'nullRate', column: 'user_id' },
  day: '2026-06-12',
  timeColumn: 'created_at',
  timeZone: 'UTC',
  wholeTable: false,
} as const
