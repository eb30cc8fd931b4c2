import type { ConfigurationDraft, TemplateRole } from './component.ts'
import type { Environment } from './environment.ts'
import { inputsName } from './environment.ts'
import { atLeast, unrecorded } from './object-drafts.ts'
import type { Tree } from './traced.ts'
import { Template } from './traced.ts'

/** A fact: the cluster serves this CRD (`<plural>.<group>`). It stays true through an outage, so that others may wait for it. */
export function servedFact(name: string, crd: string): ConfigurationDraft {
  return existsFact(name, {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: crd },
  })
}

/** A fact: these objects exist. Only for what nothing but a person removes again. */
export function existsFact(name: string, ...objects: readonly Tree[]): ConfigurationDraft {
  return { kind: 'configuration', name, role: 'fact', objects: objects.map(unrecorded) }
}

/** One template that wants these objects as they are written: the usual `musthave` (blueprint E4). */
export function mustHave(
  name: string,
  role: TemplateRole,
  objects: readonly Tree[],
  more: Partial<Pick<ConfigurationDraft, 'after' | 'severity' | 'customMessage' | 'namespaceSelector'>> = {},
): ConfigurationDraft {
  return { kind: 'configuration', name, role, objects: objects.map(atLeast), ...more }
}

/** `status.conditions` with exactly these answers; further conditions do not matter. */
export function conditions(wanted: Readonly<Record<string, 'True' | 'False'>>): Tree {
  return { conditions: Object.entries(wanted).map(([type, status]) => ({ type, status })) }
}

/**
 * An action on the hub: a person still has to write `key` into the inputs of the environment. No plain object can ask
 * for *any* value, so a template compares the value with itself and with a mark where it is missing or empty.
 */
export function inputAction(environment: Environment, key: string, todo: string): ConfigurationDraft {
  const name = inputsName(environment)
  const namespace = environment.spec.hub.namespace
  const value = new Template(
    `{{ dig "data" "${key}" "" (lookup "v1" "ConfigMap" "${namespace}" "${name}") | default "(missing)" }}`,
  )
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: { [key]: value } }
  return mustHave(`input-${key.toLowerCase()}`, 'action', [object], {
    severity: 'high',
    customMessage: { noncompliant: `Action needed: write ${key} into ConfigMap ${namespace}/${name}: ${todo}` },
  })
}

/** An action whose evidence no object holds: a person who has looked writes `key: "yes"` into the inputs of the environment. */
export function confirmAction(environment: Environment, name: string, key: string, todo: string): ConfigurationDraft {
  const metadata = { name: inputsName(environment), namespace: environment.spec.hub.namespace }
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { [key]: 'yes' } }
  const noncompliant = `Action needed: ${todo} Then set ${key}: "yes" in ConfigMap ${metadata.namespace}/${metadata.name}.`
  return mustHave(name, 'action', [object], { customMessage: { noncompliant } })
}

/** An action: a person still has to create this Secret. Its content is never looked at. */
export function secretAction(name: string, namespace: string, secret: string, todo: string): ConfigurationDraft {
  const object = { apiVersion: 'v1', kind: 'Secret', metadata: { name: secret, namespace } }
  return {
    kind: 'configuration',
    name,
    role: 'action',
    severity: 'high',
    objects: [unrecorded(object)],
    customMessage: { noncompliant: `Action needed: create Secret ${namespace}/${secret}: ${todo}` },
  }
}
