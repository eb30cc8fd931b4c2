import { suggestion } from '../../../model/suggest.ts'
import type { Action } from './actions.ts'
import { argumentsOf, callsIn, literal } from './actions.ts'
import { knownFunctions } from './functions.ts'

/** What is known of the place where a template stands. */
export interface Surroundings {
  readonly hubNamespace: string
  /** The Policy names a service account for hub templates, whose rights decide then. */
  readonly hasAccount: boolean
  /** Kind of the policy template: only a ConfigurationPolicy decrypts. */
  readonly kind: string
  readonly isRaw: boolean
}

export type Problem = readonly [rule: string, message: string, hint: string]

const READERS = ['fromSecret', 'fromConfigMap', 'copySecretData', 'copyConfigMapData'] as const

/** What is wrong with one action, apart from its syntax (policy-api 6). */
export function problemsOf(action: Action, around: Surroundings): readonly Problem[] {
  return [
    ...unknownCalls(action),
    ...contexts(action, around),
    ...namespaces(action, around),
    ...secrets(action, around),
  ]
}

function unknownCalls(action: Action): readonly Problem[] {
  const known = knownFunctions(action.level)
  return callsIn(action).flatMap((name): readonly Problem[] => {
    if (name === 'env' || name === 'expandenv')
      return [['template/function', `\`${name}\` always fails in RHACM`, 'remove it']]
    if (known.includes(name)) return []
    const where = action.level === 'hub' ? 'a hub template' : 'a template of the cluster'
    return [['template/function', `${where} knows no function \`${name}\``, suggestionFor(name, known)]]
  })
}

function suggestionFor(name: string, known: readonly string[]): string {
  const near = suggestion(name, known, '')
  return near.startsWith('did you mean') ? near : 'use a function of RHACM, Sprig or Go’s text/template'
}

/** Raw templates have no object of their own (policy-api 6.4). */
function contexts(action: Action, { isRaw }: Surroundings): readonly Problem[] {
  if (!isRaw || action.level === 'hub') return []
  const own = action.tokens.find((each) => each === 'skipObject' || /^\.Object(Name|Namespace)?(\.|$)/.test(each))
  if (own === undefined) return []
  return [
    ['template/context', `\`${own}\` is not there in object-templates-raw`, 'loop over what `lookup` gives instead'],
  ]
}

function namespaces(action: Action, { hubNamespace, hasAccount }: Surroundings): readonly Problem[] {
  if (action.level !== 'hub' || hasAccount) return []
  const claims = callsIn(action).filter((each) => each === 'fromClusterClaim' || each === 'lookupClusterClaim')
  const read = [
    ...READERS.flatMap((name) => argumentsOf(action, name).map((each) => literal(each[0]))),
    ...argumentsOf(action, 'lookup').map((each) => literal(each[2])),
  ]
  const foreign = read.filter((each) => each !== undefined && each !== '' && each !== hubNamespace)
  const remedy = 'keep what it reads in the hub namespace, or name a service account for hub templates'
  return [
    ...foreign.map(
      (each): Problem => [
        'template/namespace',
        `a hub template may read namespace ${hubNamespace} only, not ${each ?? ''}`,
        remedy,
      ],
    ),
    ...claims.map(
      (each): Problem => ['template/namespace', `\`${each}\` fails on the hub without a service account`, remedy],
    ),
  ]
}

/** RHACM encrypts only what it recognises by its spelling; anything else leaves the secret in the replica (policy-api 6.3). */
function secrets(action: Action, { kind }: Surroundings): readonly Problem[] {
  if (action.level !== 'hub') return []
  const calls = callsIn(action)
  const looksUp = argumentsOf(action, 'lookup').some((each) => literal(each[1]) === 'Secret')
  // A certificate is public; a key never stands under such a name.
  const keys = argumentsOf(action, 'fromSecret').map((each) => literal(each[2]))
  const reads = keys.some((each) => each?.endsWith('.crt') !== true) || calls.includes('copySecretData')
  if (!reads && !looksUp) return []
  if (kind !== 'ConfigurationPolicy')
    return [
      ['template/secret', `${kind} does not decrypt, so it would get the secret's cipher`, 'read it on the cluster'],
    ]
  const isProtected = /\|\s*protect\s*hub\}\}$/.test(action.text)
  const isDirect = /^\{\{hub\s+(fromSecret|copySecretData)\b/.test(action.text) && !looksUp
  const isPiped = /^\{\{hub\s+fromSecret\b/.test(action.text) && action.tokens.includes('|')
  if (isProtected || (isDirect && !isPiped)) return []
  const message = 'this secret would stand unencrypted, or be mangled, in the replicated Policy'
  return [['template/secret', message, 'begin the action with fromSecret alone, or end it with `| protect hub}}`']]
}
