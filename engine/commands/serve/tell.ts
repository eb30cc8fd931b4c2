import type { Reconciled } from '../../flows/reconcile.ts'
import { hasErrors } from '../../model/finding.ts'
import type { Log } from '../../model/log.ts'
import type { Metrics } from '../../model/metrics.ts'

const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const

/** A line for everything that came of a reconciliation and is news. */
export function tellOutcome(id: string, environment: string, result: Reconciled, log: Log): void {
  const about = { id, environment }
  for (const { step, failure } of result.failed) {
    const { code, message, hint, retry } = failure
    log.warn('step-failed', { ...about, step, code, message, hint, retry })
  }
  const findings = result.proposed?.findings ?? []
  if (hasErrors(findings)) {
    const [first] = findings.filter((each) => each.severity === 'error')
    const where = first ? `${first.file}:${first.line}: ${first.message}` : ''
    log.warn('not-valid', {
      ...about,
      errors: findings.filter((each) => each.severity === 'error').length,
      first: where,
    })
  }
  for (const { published } of result.proposed?.proposals ?? []) tellProposal('change', published, about, log)
  if (result.published) tellProposal('drift', result.published.proposal, about, log)
  for (const each of result.answered?.answers ?? [])
    log.info('answered', { ...about, outcome: each.outcome, text: each.text })
  for (const each of result.answered?.ended ?? []) tellProposal(`end of ${each.file}`, each.published, about, log)
  for (const { code, message } of result.published?.unheard ?? [])
    log.warn('heartbeat-refused', { ...about, code, message })
  const alerts = result.published?.alerts ?? result.delivered
  for (const { alert, chat } of alerts?.sent ?? [])
    log.info('alert', { ...about, alert: alert.id, chat, title: alert.title })
  for (const { alert, chat, failure } of alerts?.failed ?? []) {
    log.warn('alert-refused', { ...about, alert: alert.id, chat, code: failure.code, message: failure.message })
  }
}

interface Told {
  readonly outcome: string
  readonly proposal?: { readonly url: string } | undefined
}

function tellProposal(kind: string, published: Told, about: { id: string; environment: string }, log: Log): void {
  const { outcome, proposal } = published
  if (['unchanged', 'none', 'nothing'].includes(outcome)) return
  log.info('proposal', { ...about, kind, outcome, ...(proposal ? { url: proposal.url } : {}) })
}

/** The gauges as of the last look, and what the chats took. */
export function tellMetrics(environment: string, result: Reconciled, metrics: Metrics): void {
  const { report } = result
  if (report) {
    for (const severity of SEVERITIES) {
      const count = report.drifts.filter((each) => each.severity === severity).length
      metrics.set('isthmus_drifts', count, { environment, severity })
    }
    for (const [state, count] of Object.entries(report.summary)) {
      metrics.set('isthmus_clusters', count, { environment, state })
    }
  }
  const alerts = result.published?.alerts ?? result.delivered
  for (const { chat } of alerts?.sent ?? []) metrics.add('isthmus_alerts_total', { chat, outcome: 'sent' })
  for (const { chat } of alerts?.failed ?? []) metrics.add('isthmus_alerts_total', { chat, outcome: 'failed' })
}
