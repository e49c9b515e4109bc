import { expect, test } from 'vitest'
import { scansIn } from './estimateRedshift.ts'

/** Plans as Redshift's documentation prints them. */
const plan = `XN Merge  (cost=1000000000136.38..1000000000137.82 rows=576 width=17)
  Merge Key: sum(sales.pricepaid)
  ->  XN Network  (cost=1000000000136.38..1000000000137.82 rows=576 width=17)
        ->  XN Hash Join DS_DIST_OUTER  (cost=109.98..3779.30 rows=172456 width=17)
              Inner Dist Key: sales.eventid
              ->  XN Seq Scan on sales  (cost=0.00..1724.56 rows=172456 width=8)
              ->  XN Hash  (cost=87.98..87.98 rows=8798 width=13)
                    ->  XN Seq Scan on event  (cost=0.00..87.98 rows=8798 width=13)
                          Filter: (eventid > 4)`

test('what Redshift reads is told by the scans of its plan, and by nothing else in it', () => {
  expect(scansIn(plan.split('\n'))).toEqual([
    { name: 'sales', rows: 172_456, width: 8 },
    { name: 'event', rows: 8798, width: 13 },
  ])
  expect(scansIn(['XN Result  (cost=0.00..0.01 rows=1 width=0)'])).toEqual([])
})
