import type { Labels, MetricName, Metrics } from '../../engine/model/metrics.ts'

export interface FakeMetrics extends Metrics {
  /** How often that was counted, or what was set last. */
  value(name: MetricName, labels?: Labels): number
}

export function fakeMetrics(): FakeMetrics {
  const values = new Map<string, number>()
  const key = (name: string, labels: Labels = {}) => JSON.stringify([name, Object.entries(labels).sort()])
  return {
    add: (name, labels) => void values.set(key(name, labels), (values.get(key(name, labels)) ?? 0) + 1),
    set: (name, value, labels) => void values.set(key(name, labels), value),
    observe: (name, value, labels) => void values.set(key(name, labels), value),
    forget: async (label, value) => {
      for (const each of values.keys())
        if (JSON.parse(each)[1].some(([name, known]: [string, string]) => name === label && known === value))
          values.delete(each)
    },
    text: async () => ({ type: 'text/plain', body: '' }),
    value: (name, labels) => values.get(key(name, labels)) ?? 0,
  }
}
