import type { Sourced } from '../../model/document.ts'
import type { Environment } from '../../model/environment.ts'
import type { Exception } from '../../model/exception.ts'
import type { Finding } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'
import type { Override } from '../../model/override.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'
import { suggestion } from '../../model/suggest.ts'
import { isDay } from '../../model/way-out.ts'
import { shown } from './words.ts'

type Temporary = Sourced<Exception> | Sourced<Override>

/** Rules over exceptions and overrides: what they name is there, and their day is one of the calendar. */
export function checkTemporary(
  documents: readonly Temporary[],
  environments: readonly Sourced<Environment>[],
  named: readonly string[],
): readonly Finding[] {
  return [...duplicates(documents), ...documents.flatMap((each) => checkOne(each, environments, named))]
}

function duplicates(documents: readonly Temporary[]): readonly Finding[] {
  const first = new Map<string, Temporary>()
  return documents.flatMap((each) => {
    const { kind, metadata, spec } = each.value
    const key = JSON.stringify([kind, spec.environment, metadata.name])
    const other = first.get(key)
    if (!other) {
      first.set(key, each)
      return []
    }
    const there = other.document.locate('/metadata/name')
    const message = `${kind} ${shown(metadata.name, '')} is already there at ${there.file}:${there.line}`
    return [
      finding(`${ruleOf(each)}/duplicate-name`, each.document.locate('/metadata/name'), message, 'name it otherwise'),
    ]
  })
}

function checkOne(
  each: Temporary,
  environments: readonly Sourced<Environment>[],
  named: readonly string[],
): readonly Finding[] {
  const { value, document } = each
  const group = ruleOf(each)
  const { environment: name, clusters, until } = value.spec
  const day = isDay(until)
    ? []
    : [
        finding(
          `${group}/no-such-day`,
          document.locate('/spec/until'),
          `${shown(until, '')} is no day of the calendar`,
          'write it as YYYY-MM-DD',
        ),
      ]
  const environment = environments.find((known) => known.value.metadata.name === name)
  if (!environment) {
    if (named.includes(name)) return day
    const message = `there is no environment ${shown(name, '')}`
    const hint = suggestion(name, named, `remove this ${value.kind}`)
    return [...day, finding(`${group}/unknown-environment`, document.locate('/spec/environment'), message, hint)]
  }
  const known = [...environment.value.spec.clusters.map((cluster) => cluster.name), HUB_CLUSTER]
  const unknown = clusters.flatMap((cluster, i) => {
    if (known.includes(cluster)) return []
    const message = `environment \`${name}\` has no cluster ${shown(cluster, '')}`
    const hint = suggestion(cluster, known, `it has ${known.join(', ')}`)
    return [finding(`${group}/unknown-cluster`, document.locate(`/spec/clusters/${i}`), message, hint)]
  })
  return [...day, ...unknown]
}

function ruleOf({ value }: Temporary): 'exception' | 'override' {
  return value.kind === 'Exception' ? 'exception' : 'override'
}
