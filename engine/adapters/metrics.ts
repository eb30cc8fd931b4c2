import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Labels, MetricDefinition, MetricName, Metrics } from '../model/metrics.ts'
import { METRICS } from '../model/metrics.ts'

/** Metrics in a registry of their own, by prom-client, with those of the process beside ours. */
export function promMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const all = Object.entries(METRICS) as readonly [MetricName, MetricDefinition][]
  const of = (type: MetricDefinition['type']) => all.filter(([, each]) => each.type === type)
  const settings = (name: string, { help, labels }: MetricDefinition) => {
    return { name, help, labelNames: [...labels], registers: [registry] }
  }
  const counters = new Map(of('counter').map(([name, each]) => [name, new Counter(settings(name, each))]))
  const gauges = new Map(of('gauge').map(([name, each]) => [name, new Gauge(settings(name, each))]))
  const histograms = new Map(
    of('histogram').map(([name, each]) => {
      return [name, new Histogram({ ...settings(name, each), buckets: [...(each.buckets ?? [])] })]
    }),
  )
  return {
    add: (name, labels: Labels = {}) => counters.get(name)?.inc({ ...labels }),
    set: (name, value, labels: Labels = {}) => gauges.get(name)?.set({ ...labels }, value),
    observe: (name, value, labels: Labels = {}) => histograms.get(name)?.observe({ ...labels }, value),
    forget: async (label, value) => {
      for (const each of [...counters.values(), ...gauges.values(), ...histograms.values()]) {
        const { values } = await each.get()
        for (const { labels } of values as readonly { readonly labels: Labels }[])
          if (labels[label] === value) each.remove(ownLabels(labels))
      }
    },
    text: async () => ({ type: registry.contentType, body: await registry.metrics() }),
  }
}

/** Without the bounds of a histogram's buckets, which are no labels of the series. */
function ownLabels({ le: _, ...labels }: Labels): Labels {
  return labels
}
