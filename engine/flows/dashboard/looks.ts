import type { ExceptedReport } from '../../model/exception.ts'
import type { Observation, Source } from '../../model/observation.ts'

/** The newest observation of each environment, whoever asked for it; by hub namespace, which no two environments share. */
export interface Looks {
  /** The same source, whose answers are kept here as well. */
  readonly source: Source
  newest(hubNamespace: string): Observation | undefined
  /** Tells what a look came to. */
  report(report: ExceptedReport): void
  /** What that very look came to, where it was told. */
  reportOf(environment: string, look: Observation): ExceptedReport | undefined
}

/**
 * Listens to a source, so that the pages cost the clusters no second look; `onLook` is told of each. Where objects are viewed
 * one by one, only looks that viewed them count: what is followed shows less.
 */
export function looksOf(source: Source, onLook: () => void): Looks {
  const newest = new Map<string, Observation>()
  const reports = new Map<string, ExceptedReport>()
  const keep = (hubNamespace: string | undefined, observation: Observation) => {
    if (hubNamespace === undefined) return
    newest.set(hubNamespace, observation)
    onLook()
  }
  const { follow } = source
  return {
    newest: (hubNamespace) => newest.get(hubNamespace),
    report: (report) => void reports.set(report.environment, report),
    reportOf(environment, look) {
      const report = reports.get(environment)
      return report?.observedAt === look.observedAt ? report : undefined
    },
    source: {
      ...source,
      async observe(clusters, observedAt, wanted) {
        const observation = await source.observe(clusters, observedAt, wanted)
        keep(wanted?.hubNamespace, observation)
        return observation
      },
      ...(follow && source.view === undefined
        ? {
            async *follow(clusters, wanted, signal) {
              for await (const observation of follow(clusters, wanted, signal)) {
                keep(wanted.hubNamespace, observation)
                yield observation
              }
            },
          }
        : {}),
    },
  }
}
