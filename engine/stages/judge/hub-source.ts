import type { Drift } from '../../model/drift.ts'
import type { Json } from '../../model/json.ts'
import { textAt } from '../../model/json.ts'
import { resolvePointer } from '../../model/pointer.ts'
import type { RawDrift } from './sightings.ts'

const READS = /\{\{hub[^{}]*?(?:from|copy)(Secret|ConfigMap)(?:Data)? "([^"]*)" "([^"]+)"/

/** The object of the hub from which a hub template reads what is desired here; '' there means the policy's own namespace. */
export function desiredFromHub({ policy, definition }: RawDrift): Pick<Drift, 'desiredFrom'> {
  const [, kind, namespace, name] = READS.exec(textsIn(resolvePointer(policy.object, definition) ?? null)) ?? []
  if (kind === undefined) return {}
  return { desiredFrom: `${kind} ${namespace || textAt(policy.object, 'metadata', 'namespace')}/${name}` }
}

function textsIn(value: Json): string {
  if (typeof value === 'string') return `${value}\n`
  if (typeof value !== 'object' || value === null) return ''
  return Object.values(value).map(textsIn).join('')
}
