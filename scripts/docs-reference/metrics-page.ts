import type { MetricDefinition } from '../../engine/model/metrics.ts'
import { METRICS } from '../../engine/model/metrics.ts'
import { code, row } from './table.ts'

export function metricsPage(): string {
  return `${[
    '# Metrics',
    '',
    'Made by `npm run docs` from the code; do not edit. After this page you know what `/metrics` of `isthmus serve` shows. What the values of the labels mean and what',
    'to alert on is told in [server](server.md#metrics); `deploy/base/alerts.yaml` has alerts ready for Prometheus.',
    '',
    '| metric | type | labels | what |',
    '|---|---|---|---|',
    ...Object.entries<MetricDefinition>(METRICS).map(([name, { type, labels, help, buckets }]) =>
      row([
        code(name),
        type,
        labels.map(code).join(', '),
        `${help}${buckets ? ` Buckets: ${buckets.join(', ')}.` : ''}`,
      ]),
    ),
    '',
    'Beside them are those of the process, `process_*` and `nodejs_*`.',
  ].join('\n')}\n`
}
