import type { Json, JsonObject } from '../../model/json.ts'
import { isObject, textAt } from '../../model/json.ts'
import { keyOf } from '../../model/kube.ts'
import { escapeToken, parentOf, resolvePointer, tokensOf } from '../../model/pointer.ts'
import { isRedacted, isSecretText, redactValue } from '../../model/redact.ts'
import { effectiveKey } from './find.ts'
import { ownerOf } from './ownership.ts'

const DEPTH_LIMIT = 60
/** Credentials inside a configuration text: HCL, properties, YAML, command lines. */
const SECRET_ASSIGNMENT =
  /(?:^|[\s,{;-])"?[a-z_.-]{0,40}(?:password|passwd|client_secret|secret_key|secret_access_key|private_key|api_key|token)"?\s*[:=]\s*"?(?![$<{"\s])[^\s"$]{6,}/im

/** The same in shorter words, which other words end with, and the log-ins of registries and of .netrc. */
const LOGIN =
  /(?:^|[\s,{;_.-])"?(?:pwd|pass)"?\s*[:=]\s*"?(?![$<{"\s/])[^\s"$]{6,}|"auth"\s*:\s*"[A-Za-z0-9+/=]{8,}"|\blogin\s+\S+\s+password\s+\S|<[a-z_.-]{0,40}password>[^<\s]/im
/** Files that hold keys or log-ins, whatever is in them. */
const CREDENTIAL_FILE =
  /(?:\.(?:jks|jceks|p12|pfx|keystore|kdbx|htpasswd)|^\.?(?:netrc|pgpass|htpasswd|dockercfg|dockerconfigjson)|^id_(?:rsa|dsa|ecdsa|ed25519))$/i
/** Variables of containers that hold a password, beside those whose names say so in full. */
const LOGIN_VARIABLE = /(?:^|_)(?:PASS|PWD)$/i
/** A smaller number below the key of a secret is a count, such as of its uses. */
const SMALLEST_PIN = 1000

/** How a key is made, and annotations that name Secrets; none of them holds one. */
const HARMLESS =
  /\/privateKey\/(algorithm|encoding|rotationPolicy)$|^\/metadata\/annotations\/[^/]*(~1[a-zA-Z]+-from-secret|secret\.reloader\.stakater\.com~1reload)$/

function holdsSecret(text: string): boolean {
  return isSecretText(text) || SECRET_ASSIGNMENT.test(text) || LOGIN.test(text)
}

/**
 * The object as a person would have written it: without what the server owns or fills in, and without anything that
 * may be a secret. Where nothing else is left to say it is the object's outline: its type and name.
 */
export function manifestOf(object: JsonObject): JsonObject {
  const { namespace } = effectiveKey(object)
  const cleaned = clean(object, object, '', 0)
  const manifest = isObject(cleaned) ? cleaned : {}
  const { namespace: _, ...metadata } = isObject(manifest.metadata) ? manifest.metadata : {}
  return { ...manifest, metadata: { ...metadata, ...(namespace === '' ? {} : { namespace }) } }
}

function clean(root: JsonObject, value: Json, pointer: string, depth: number): Json | undefined {
  if (ownerOf(root, pointer, value) !== undefined || depth > DEPTH_LIMIT) return undefined
  if (Array.isArray(value)) return cleanList(root, value, pointer, depth)
  if (isObject(value)) return cleanObject(root, value, pointer, depth)
  if (typeof value !== 'string' && typeof value !== 'number') return value
  return isWithheld(root, pointer, value) ? undefined : value
}

function cleanList(root: JsonObject, list: readonly Json[], pointer: string, depth: number) {
  const items = list.map((item, i) => clean(root, item, `${pointer}/${i}`, depth + 1))
  // A list of words with a secret among them says something else without it.
  if (items.some((item, i) => item === undefined && typeof list[i] !== 'object')) return undefined
  return items.filter((item) => item !== undefined)
}

function cleanObject(root: JsonObject, value: JsonObject, pointer: string, depth: number) {
  const entries = Object.entries(value).flatMap(([name, child]): readonly (readonly [string, Json])[] => {
    if (name === '__proto__') return []
    const kept = clean(root, child, `${pointer}/${escapeToken(name)}`, depth + 1)
    if (kept === undefined) return []
    // What held only server-owned or withheld fields is left out; what was empty was meant so.
    const isEmptied =
      isObject(kept) && Object.keys(kept).length === 0 && isObject(child) && Object.keys(child).length > 0
    return isEmptied ? [] : [[name, kept]]
  })
  return Object.fromEntries(entries)
}

/** True for a text or number that stays on its cluster: a Secret's data, and whatever looks like a credential. */
export function isWithheld(root: JsonObject, pointer: string, value: string | number): boolean {
  if (typeof value === 'number' && Math.abs(value) < SMALLEST_PIN) return false
  if (typeof value === 'string' && (holdsSecret(value) || isNamedAsLogin(root, pointer))) return true
  return !HARMLESS.test(pointer) && isRedacted(redactValue(keyOf(root), pointer, value, { within: root }))
}

function isNamedAsLogin(root: JsonObject, pointer: string): boolean {
  const [member = '', key = ''] = tokensOf(pointer)
  if (/^(data|binaryData)$/.test(member) && CREDENTIAL_FILE.test(key)) return true
  const isVariable = /\/env\/\d+\/value$/.test(pointer)
  return isVariable && LOGIN_VARIABLE.test(textAt(resolvePointer(root, parentOf(pointer)), 'name') ?? '')
}

/** A short text for a pull request: file name of the manifest. */
export function manifestFile(object: JsonObject): string {
  const { kind, namespace, name } = keyOf(object)
  const words = [kind, ...(namespace === '' ? [] : [namespace]), name].join('-').toLowerCase()
  return words.replaceAll(/[^a-z0-9.-]+/g, '-').slice(0, 120)
}
