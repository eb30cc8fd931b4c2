import fc from 'fast-check'
import type { Json, JsonObject } from '../../../engine/model/json.ts'
import { isObject } from '../../../engine/model/json.ts'
import { isSecretText, redactPointer, redactText, redactValue } from '../../../engine/model/redact.ts'
import { hostileJson, hostileText, mutatedJson } from '../hostile.ts'
import { hold, target } from '../target.ts'

const SECRET = 'zQ7hGfTrewPLmnbVcxsdkAQ9'
const encoded = Buffer.from(SECRET).toString('base64')
const HOLDERS: readonly JsonObject[] = [
  { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { user: encoded }, stringData: { x: SECRET } },
  { apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'v1', kind: 'Secret', data: { any: SECRET } }] },
  {
    apiVersion: 'v1',
    kind: 'Pod',
    spec: { containers: [{ env: [{ name: 'DB_PASSWORD', value: SECRET }], args: [`--token=${SECRET}`] }] },
  },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    data: { 'app.conf': `password=${SECRET}`, url: `postgres://a:${SECRET}@db/x` },
  },
  { apiVersion: 'x/v1', kind: 'Thing', spec: { auth: { clientSecret: SECRET, apiKey: { value: SECRET } } } },
]
/** Where the edits leave what holds the secret as it was, nothing of it may be shown. */
const around = mutatedJson(
  HOLDERS.map((each) => ({ spec: { a: [{ b: 'c' }], kept: { d: 1 } }, each })),
  3,
)
const KEY = 'a key of sixteen or more'

/** True where the secrets are in whole holders alone: one whose kind or key was changed is none any more. */
function isWhole(value: Json): boolean {
  const text = JSON.stringify(value)
  const rest = HOLDERS.reduce<string>((left, each) => left.replaceAll(JSON.stringify(each), ''), text)
  return rest !== text && !rest.includes(SECRET) && !rest.includes(encoded)
}

export const redaction = target({
  name: 'redact',
  holds: 'what stands where secrets stand is never shown, whatever stands around it',
  input: fc.record({ value: around, noise: hostileJson, isKeyed: fc.boolean() }),
  cases: [
    { value: [{ apiVersion: 'v1', kind: {}, data: { a: 'b' }, stringData: { a: 'b' } }], noise: [], isKeyed: false },
  ],
  few: 60,
  check: ({ value, noise, isKeyed }) => {
    const object = { apiVersion: 'x/v1', kind: 'Thing', namespace: 'n', name: 'x' }
    const options = { within: { spec: value } as Json, ...(isKeyed ? { key: KEY } : {}) }
    const shown = JSON.stringify(redactValue(object, '/spec', value, options))
    if (isWhole(value)) hold(!shown.includes(SECRET) && !shown.includes(encoded), 'a secret', value, shown)
    redactValue(object, '/spec/a', noise, { within: noise, desired: value })
    const secret = { ...object, kind: 'Secret' }
    const all = JSON.stringify(redactValue(secret, '/data', { a: noise, b: SECRET }, options))
    hold(!all.includes(SECRET), 'a secret in data', noise, all)
    if (isObject(noise)) redactPointer(`/${Object.keys(noise).join('/')}`)
  },
})

const forms: readonly ((secret: string) => string)[] = [
  (secret) => `password=${secret}`,
  (secret) => `token: "${secret}" ; api_key=${secret}`,
  (secret) => `curl --token ${secret}`,
  (secret) => `https://bot:${secret}@git.example.com/x`,
  (secret) => `Authorization: Bearer ${secret}`,
  (secret) => `ghp_${secret}${secret}`,
  (secret) => `-----BEGIN RSA PRIVATE KEY-----\n${secret}`,
]

export const messages = target({
  name: 'messages',
  holds: 'a sentence with a credential in it is not shown, whatever stands before and behind',
  input: fc.record({ before: hostileText, after: hostileText, form: fc.nat(forms.length - 1) }),
  cases: [
    { before: 'a'.repeat(200_000), after: '', form: 0 },
    { before: 'password '.repeat(20_000), after: '', form: 1 },
    { before: '//:'.repeat(60_000), after: '', form: 3 },
    { before: '--a '.repeat(50_000), after: '', form: 2 },
    { before: 'eyJaaaaaaaaaa.'.repeat(15_000), after: '', form: 4 },
    { before: `${'A'.repeat(16)} `.repeat(12_000), after: '', form: 5 },
  ],
  few: 60,
  check: ({ before, after, form }) => {
    const said = forms[form]?.(SECRET) ?? ''
    const shown = redactText(`${before}\n${said}\n${after}`)
    if (form !== 1) hold(!shown.includes(SECRET), 'a secret', shown)
    isSecretText(before)
    redactText(before)
  },
})
