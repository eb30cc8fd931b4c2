import { expect, test } from 'vitest'
import { promMetrics } from '../../../engine/adapters/metrics.ts'

test('what is forgotten is in no answer any more, of whatever type, and all else stays', async () => {
  const metrics = promMetrics()
  for (const environment of ['gdw', 'branch']) {
    metrics.add('isthmus_reconciles_total', { environment, outcome: 'done' })
    metrics.set('isthmus_drifts', 2, { environment, severity: 'high' })
    metrics.set('isthmus_drifts', 1, { environment, severity: 'low' })
    metrics.observe('isthmus_reconcile_seconds', 3, { environment })
  }
  await metrics.forget('environment', 'branch')
  const ours = (await metrics.text()).body.split('\n').filter((each) => /^isthmus_/.test(each))
  expect(ours.filter((each) => each.includes('branch'))).toEqual([])
  expect(ours).toEqual(
    expect.arrayContaining([
      'isthmus_reconciles_total{environment="gdw",outcome="done"} 1',
      'isthmus_drifts{environment="gdw",severity="high"} 2',
      'isthmus_drifts{environment="gdw",severity="low"} 1',
      'isthmus_reconcile_seconds_count{environment="gdw"} 1',
    ]),
  )
  metrics.set('isthmus_drifts', 3, { environment: 'branch', severity: 'low' })
  expect((await metrics.text()).body).toContain('isthmus_drifts{environment="branch",severity="low"} 3')
})
