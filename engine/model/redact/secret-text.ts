import { CREDENTIALS, LOG_INS } from './credential-forms.ts'

/** Keys that say that their value is a secret. */
export const SECRET_KEY = new RegExp(
  [
    'passw(or)?d|passphrase|secret|token|credential|unseal|connection[-_]?string|pre[-_]?shared|psk$',
    '(api|private|access)[-_]?key|account[-_]?key$|(encryption|decryption|signing|master|session|storage|cipher|hmac|licen[cs]e)[-_]key$',
    '(^|[_.-])(pass|pwd|pw|jwt|dsn)$|^_auth$|redis[-_]?auth$|(bind|root|admin|user|db)(pass|pwd|pw)$',
    '\\.(jks|jceks|p12|pfx|keystore|kdbx|ppk|pgpass|netrc)$|^(pgpass|netrc|id_(rsa|dsa|ecdsa|ed25519))$',
  ].join('|'),
  'i',
)
/** Keys that name or describe a secret without holding one. */
const REFERENCE_KEY =
  /((refs?|names?|path|file|ttl|audiences?|namespace|seconds|polic(y|ies)|types?|period|cidrs|template|selector|labels|annotations|algorithm|encoding|size)$|^(key|kind|apiVersion|group|mode|defaultMode|optional|items)$)/i

/** True for text that holds a credential by its form. */
export function isSecretText(text: string): boolean {
  return CREDENTIALS.some((each) => each.test(text))
}

export function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key) && !isReferenceKey(key)
}

export function isReferenceKey(key: string): boolean {
  return REFERENCE_KEY.test(key)
}

/** Every repeat is bounded, so that hostile text takes linear time. Rather too much than too little: also a password in a URL that no parser would take, and `password=…` in a command or a file. */
const CREDENTIAL_URL = /\/\/[^\s/?#:@]*:(?!\d{1,5}(?:[/?#\s"',]|$))[^\s]{0,500}@/
const ASSIGNMENT =
  /([A-Za-z0-9_.-]{1,64})(?:["']?[^\S\n]*(?:=>|:=|=|:\s)|["'][^\S\n]*:)[^\S\n]*["']?(?=([^\s"',;]{1,40}))/g
const EQUATION = /([A-Za-z0-9_.-]{1,64})(?:["']?[^\S\n]*(?:=>|:=|=)|["'][^\S\n]*:)[^\S\n]*["']?(?=([^\s"',;]{1,40}))/g
const FLAG = /(?:^|[\s"'`(=])--?([A-Za-z][A-Za-z0-9_.-]{0,63})\s+(?!-)(\S+)/g
/** A list, or the member `value`, below a key. */
const NESTED =
  /([A-Za-z0-9_.-]{1,64})["']?\s{0,8}[:=]\s{0,8}(?:\[\s{0,64}|\{\s{0,64}["']?value["']?\s{0,4}[:=]\s{0,4})["']?(?=([^\s"',\]}]{1,40}))/g
const ELEMENT = /<([A-Za-z0-9_.:-]{1,64})(?:\s[^<>]{0,256})?>\s{0,16}([^<>\s][^<>]{0,255})<\/\1\s{0,8}>/g
const BEARER = /\b(?:bearer|basic)\s+[A-Za-z0-9+/=._~-]{8,}/i
const ENCODED = /[A-Za-z0-9+/_-]{16,}={0,2}/g
/** What may stand after a secret's key without being one: a template, a variable, a path, a word of configuration. */
const HARMLESS = /^(?:\$[({A-Za-z]|\{\{|@?\/|<|%|true$|false$|null$|none$|yes$|no$|\{$|\[$)/i
/**
 * A rule of Prometheus asks whether `vault_core_unsealed == 0`. Only spaces on both sides, one digit and nothing but the end of the expression
 * make it a comparison: whatever else stands after a secret's key may be the secret.
 */
const COMPARISON = /^[^\S\n]{1,4}==[^\S\n]{1,4}\d(?=[^\S\n]{0,4}(?:$|\n|\)|(?:and|or|unless)\s))/
const LONGEST = 256 * 1024

/** True for text that may not be shown: it holds a credential, plainly, in an assignment, or in base64. Longer text than anybody reads is not looked at, and so not shown. */
export function isUnshowable(text: string): boolean {
  return holdsSecret(text, [ASSIGNMENT, NESTED, ELEMENT, FLAG], 0)
}

/** The same for a sentence that people read, in which a colon follows many a word. */
export function isUnshowableSentence(text: string): boolean {
  return holdsSecret(text, [EQUATION, ELEMENT, FLAG], 0)
}

function holdsSecret(text: string, patterns: readonly RegExp[], depth: number): boolean {
  if (text.length > LONGEST) return true
  if (isSecretText(text) || CREDENTIAL_URL.test(text) || BEARER.test(text)) return true
  if (LOG_INS.some((each) => each.test(text))) return true
  for (const pattern of patterns)
    for (const { index, 1: key = '', 2: value = '' } of text.matchAll(pattern))
      if (isSecretKey(key) && !HARMLESS.test(value) && !isCompared(text, index + key.length)) return true
  if (depth >= 2) return false
  const unescaped = withoutPercents(text)
  if (unescaped !== text && holdsSecret(unescaped, patterns, depth + 1)) return true
  return [...text.matchAll(ENCODED)].some(([run]) => isEncodedSecret(run, patterns, depth))
}

/** What stands from there on; a longer piece than any comparison, so that its end is the end of the text. */
function isCompared(text: string, from: number): boolean {
  return COMPARISON.test(text.slice(from, from + 64))
}

function isEncodedSecret(run: string, patterns: readonly RegExp[], depth: number): boolean {
  const decoded = decodeBase64(run.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, ''))
  return decoded !== undefined && holdsSecret(decoded, patterns, depth + 1)
}

/** As addresses are written, and the files that a MachineConfig holds. */
function withoutPercents(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2}){1,64}/g, (run) => {
    try {
      return decodeURIComponent(run)
    } catch {
      return run
    }
  })
}

function decodeBase64(text: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(text), (each) => each.charCodeAt(0))
    const decoded = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return /[^\P{Cc}\n\r\t]/u.test(decoded) ? undefined : decoded
  } catch {
    return undefined
  }
}
