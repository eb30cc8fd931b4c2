export interface MetricDefinition {
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  readonly labels: readonly string[]
  /** Upper bounds of a histogram's buckets. */
  readonly buckets?: readonly number[]
}

/** Every metric of our own, as `/metrics` shows it. */
export const METRICS = {
  isthmus_build_info: { type: 'gauge', help: 'Always 1; says which version runs.', labels: ['version'] },
  isthmus_role: {
    type: 'gauge',
    help: '1 for the role that this replica has now, 0 for the others.',
    labels: ['role'],
  },
  isthmus_webhooks_total: {
    type: 'counter',
    help: 'Webhook deliveries by sender and what came of them.',
    labels: ['sender', 'outcome'],
  },
  isthmus_reconciles_total: {
    type: 'counter',
    help: 'Reconciliations of an environment by their outcome.',
    labels: ['environment', 'outcome'],
  },
  isthmus_reviews_total: {
    type: 'counter',
    help: 'Looks at pull requests of people by what came of them.',
    labels: ['outcome'],
  },
  isthmus_reconcile_seconds: {
    type: 'histogram',
    help: 'How long a reconciliation of an environment took.',
    labels: ['environment'],
    buckets: [0.5, 1, 2.5, 5, 10, 30, 60, 120, 300],
  },
  isthmus_last_success_timestamp_seconds: {
    type: 'gauge',
    help: 'When an environment was last reconciled to the end, in Unix time.',
    labels: ['environment'],
  },
  isthmus_queue_depth: { type: 'gauge', help: 'Environments that wait to be reconciled.', labels: [] },
  isthmus_drifts: {
    type: 'gauge',
    help: 'Drifts of an environment in the last look.',
    labels: ['environment', 'severity'],
  },
  isthmus_clusters: {
    type: 'gauge',
    help: 'Clusters of an environment by their state in the last look.',
    labels: ['environment', 'state'],
  },
  isthmus_alerts_total: {
    type: 'counter',
    help: 'Alerts handed to a chat, or refused by it.',
    labels: ['chat', 'outcome'],
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>

export type MetricName = keyof typeof METRICS
export type Labels = Readonly<Record<string, string>>

/** Port: numbers about what the server does. */
export interface Metrics {
  add(name: MetricName, labels?: Labels): void
  set(name: MetricName, value: number, labels?: Labels): void
  observe(name: MetricName, value: number, labels?: Labels): void
  /** Drops every series with this value of a label: what it is about is gone. */
  forget(label: string, value: string): Promise<void>
  /** In the text format of Prometheus. */
  text(): Promise<{ readonly type: string; readonly body: string }>
}
