import type { Json } from '../../model/json.ts'
import { isEqual, isObject, textAt } from '../../model/json.ts'
import { escapeToken } from '../../model/pointer.ts'

const POLICY_PREFIX = 'policy.open-cluster-management.io/'

const ANNOTATIONS = /\/objectDefinition\/metadata\/annotations$/

const IN_DEFINITION = /^\/policy-templates\/\d+\/objectDefinition\//

/** Members of a Policy whose absence says the same (CRD defaults, and what Go leaves out of what is empty). */
const SAYS_NOTHING: readonly Json[] = [null, false, '', [], {}]
/** What a template asks for is kept byte for byte: `ingress: []` and `false` ask for something. Only null does not outlive an apply. */
const SAYS_NOTHING_IN_DEFINITION: readonly Json[] = [null]

/**
 * Pointers at which a Policy spec found on the hub does not carry the merged one. With `isReplica` the propagator's own
 * work is expected: hub templates resolved, dependencies qualified, a binding's override (policy-api 2.2, 2.5, 3.1).
 */
export function uncarried(
  merged: Json,
  found: Json,
  options: { isReplica?: boolean; namespace?: string } = {},
): readonly string[] {
  const isReplica = options.isReplica === true
  const walk = (asked: Json | undefined, here: Json | undefined, pointer: string): readonly string[] => {
    const wanted = asked === undefined && isReplica && ANNOTATIONS.test(pointer) ? {} : asked
    if (isReplica && typeof wanted === 'string' && wanted.includes('{{hub')) return here === undefined ? [pointer] : []
    if (isObject(wanted) && isObject(here)) {
      const expected = isReplica ? qualified(wanted, pointer, options.namespace ?? '') : wanted
      return [...new Set([...Object.keys(expected), ...Object.keys(here)])].flatMap((key) => {
        const mine = Object.hasOwn(expected, key) ? expected[key] : undefined
        const theirs = Object.hasOwn(here, key) ? here[key] : undefined
        if (isReplica && isPropagators(pointer, key)) return []
        return walk(mine, theirs, `${pointer}/${escapeToken(key)}`)
      })
    }
    if (Array.isArray(wanted) && Array.isArray(here) && wanted.length === here.length) {
      return wanted.flatMap((each, i) => walk(each, here[i], `${pointer}/${i}`))
    }
    return isSame(wanted, here, pointer) ? [] : [pointer]
  }
  return walk(merged, found, '')
}

function isSame(wanted: Json | undefined, here: Json | undefined, pointer: string): boolean {
  const silent = IN_DEFINITION.test(pointer) ? SAYS_NOTHING_IN_DEFINITION : SAYS_NOTHING
  const absent = (value: Json | undefined) => value === undefined || silent.some((each) => isEqual(each, value))
  if (pointer === '/copyPolicyMetadata') return (wanted ?? true) === (here ?? true)
  if (/^\/remediationAction$/.test(pointer) && typeof wanted === 'string' && typeof here === 'string') {
    return wanted.toLowerCase() === here.toLowerCase()
  }
  return isEqual(wanted, here) || (wanted === undefined && absent(here)) || (here === undefined && absent(wanted))
}

/** What the propagator adds to or changes in a replica on its own: an override to enforce, and its annotations. */
function isPropagators(pointer: string, key: string): boolean {
  if (pointer === '' && key === 'remediationAction') return true
  return ANNOTATIONS.test(pointer) && /\/(hub-templates-error|encryption-iv)$/.test(key)
}

/** Dependencies on Policies as `canonicalizeDependencies` writes them. */
function qualified(
  wanted: { readonly [key: string]: Json },
  pointer: string,
  namespace: string,
): { readonly [key: string]: Json } {
  if (!/\/(dependencies|extraDependencies)\/\d+$/.test(pointer) || wanted.kind !== 'Policy') return wanted
  if (!(textAt(wanted, 'apiVersion') ?? '').startsWith(POLICY_PREFIX)) return wanted
  const { namespace: own, ...rest } = wanted
  const name = textAt(wanted, 'name') ?? ''
  const place = typeof own === 'string' && own !== '' ? own : namespace
  return { ...rest, name: name.includes('.') && own === undefined ? name : `${place}.${name}` }
}
