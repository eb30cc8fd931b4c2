import type { Json, JsonObject } from '../../model/json.ts'
import { at, isObject, listAt, textAt } from '../../model/json.ts'
import type { Plan, PlannedPolicy } from '../../model/plan.ts'
import { escapeToken } from '../../model/pointer.ts'
import type { Origin } from '../../model/traced.ts'
import { originsAt } from '../../model/traced.ts'
import type { PlacedResult } from './placed.ts'

/**
 * Secrets whose values stand in people's own policies, so in the repository and on the hub; what a template fetches on its
 * way does not. Components write none.
 */
export function checkSecrets(plan: Plan): readonly PlacedResult[] {
  const components = Object.keys(plan.environment.spec.components)
  const own = plan.policies.filter((each) => !components.includes(each.component))
  return own.flatMap((policy) =>
    listAt(policy.object, 'spec', 'policy-templates').flatMap((template, i) =>
      listAt(template, 'objectDefinition', 'spec', 'object-templates').flatMap((each, j) => {
        const definition = at(each, 'objectDefinition')
        const key: PlainKey | undefined = isObject(definition) && isWanted(each) ? plainKey(definition) : undefined
        if (key === undefined) return []
        const pointer = `/spec/policy-templates/${i}/objectDefinition/spec/object-templates/${j}/objectDefinition`
        return [result(policy, definition ?? null, key, pointer)]
      }),
    ),
  )
}

function isWanted(template: Json): boolean {
  return textAt(template, 'complianceType')?.toLowerCase() !== 'mustnothave'
}

const PLACEHOLDER = /^<[^<>]*>$/

/** A key of a Secret, and the map that it stands in. */
interface PlainKey {
  readonly within: 'data' | 'stringData'
  readonly key: string
}

/** The first key of a Secret with a value of its own; a certificate alone is no secret, and `<fill this in>` is none yet. */
function plainKey(object: JsonObject): PlainKey | undefined {
  if (object.kind !== 'Secret' || object.apiVersion !== 'v1') return undefined
  const isPlain = (value: Json, certificate: string) =>
    typeof value === 'string' &&
    value !== '' &&
    !value.includes('{{') &&
    !PLACEHOLDER.test(value) &&
    !value.startsWith(certificate)
  const keyIn = (within: PlainKey['within'], certificate: string): PlainKey | undefined => {
    const values = object[within]
    const found = Object.entries(isObject(values) ? values : {}).find(([, value]) => isPlain(value, certificate))
    return found && { within, key: found[0] }
  }
  // The second one is the first in base64.
  return keyIn('stringData', '-----BEGIN CERTIFICATE') ?? keyIn('data', 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS')
}

/** The key in a person's manifest, where all of the object is one; else whatever asked for it. */
function originOf(policy: PlannedPolicy, pointer: string, { within, key }: PlainKey): Origin | undefined {
  const [manifest] = policy.origins.get(pointer) ?? []
  if (manifest === undefined) return originsAt(policy.origins, `${pointer}/${within}/${escapeToken(key)}`)[0]
  return { ...manifest, pointer: `${manifest.pointer}/${within}/${escapeToken(key)}` }
}

function result(policy: PlannedPolicy, object: Json, found: PlainKey, pointer: string): PlacedResult {
  const origin = originOf(policy, pointer, found)
  const name = [textAt(object, 'metadata', 'namespace'), textAt(object, 'metadata', 'name')].filter(Boolean).join('/')
  return {
    rule: 'secret/plain',
    severity: 'warning',
    pointer: '/spec/components',
    policy: policy.name,
    message: `Secret ${name} has its \`${found.key}\` in the open, for everybody who reads the repository or the hub`,
    hint: 'fetch it where it is kept, such as `{{hub fromSecret "" "name" "key" hub}}`, and replace the secret',
    ...(origin === undefined ? {} : { origin }),
  }
}
