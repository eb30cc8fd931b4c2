import type { ConfigurationDraft, ObjectDraft } from './component.ts'
import type { Tree } from './traced.ts'

/** For objects that others write to as well: StatefulSet, Service, Route, Namespace (blueprint E4). */
export function atLeast(object: Tree): ObjectDraft {
  return { complianceType: 'musthave', object }
}

/** For content in which anything extra is an attack or a leftover: network policies, rights, names in certificates. Metadata stays open. */
export function exactly(object: Tree): ObjectDraft {
  return { complianceType: 'mustonlyhave', metadataComplianceType: 'musthave', object }
}

/** For objects whose difference must never be recorded (blueprint E7). */
export function unrecorded(object: Tree): ObjectDraft {
  return { complianceType: 'musthave', recordDiff: 'None', object }
}

/** A template that wants these objects, in whatever way each of them says. */
export function desired(
  name: string,
  objects: readonly ObjectDraft[],
  more: Partial<Pick<ConfigurationDraft, 'after' | 'severity' | 'customMessage' | 'namespaceSelector'>> = {},
): ConfigurationDraft {
  return { kind: 'configuration', name, role: 'desired', objects, ...more }
}
