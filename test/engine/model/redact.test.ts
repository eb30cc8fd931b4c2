import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../../engine/model/json.ts'
import { isRedacted, REDACTED, redactValue } from '../../../engine/model/redact.ts'

const key = (kind: string) => ({ apiVersion: 'v1', kind, namespace: 'app', name: 'x' })
const PEM = '-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIA\n-----END EC PRIVATE KEY-----'

describe('what is hidden', () => {
  test.each<[string, string, string, Json]>([
    ['a Secret value', 'Secret', '/data/password', 'aHVudGVyMg=='],
    ['a whole Secret', 'Secret', '/data', { user: 'YQ==', password: 'Yg==' }],
    ['stringData', 'Secret', '/stringData/note', 'plain'],
    ['a private key in a ConfigMap', 'ConfigMap', '/data/tls.key', PEM],
    ['a private key in base64', 'ConfigMap', '/data/x', 'LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS0tLS0tCk1IY0NBUUVF'],
    [
      'a Vault token in an argument',
      'StatefulSet',
      '/spec/template/spec/containers/0/args/0',
      '-token=hvs.CAESIJlU9JMYEhOPYv4igdhm9PnZDrab',
    ],
    ['an AWS key id', 'ConfigMap', '/data/config', 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE'],
    ['a password by its key', 'ConfigMap', '/data/db-password', 'hunter2'],
    [
      'an environment variable by its name',
      'Deployment',
      '/spec/template/spec/containers/0/env/0',
      { name: 'DB_PASSWORD', value: 'hunter2' },
    ],
    ['a URL with credentials', 'ConfigMap', '/data/url', 'postgres://dba:dba@db:26257'],
    [
      'what kubectl keeps of a Secret',
      'Secret',
      '/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration',
      '{"data":{"p":"x"}}',
    ],
  ])('%s', (_, kind, pointer, value) => {
    const shown = redactValue(key(kind), pointer, value)
    expect(isRedacted(shown)).toBe(true)
    expect(JSON.stringify(shown)).not.toMatch(/hunter2|MHcC|aHVudGVy|YQ==|hvs\.|AKIA|dba:dba|"x"/)
  })
})

describe('what is shown', () => {
  test.each<[string, string, Json]>([
    ['StatefulSet', '/spec/replicas', 3],
    ['StatefulSet', '/spec/template/spec/volumes/0/secret/secretName', 'vault-tls'],
    ['ClusterIssuer', '/spec/vault/auth/kubernetes/serviceAccountRef/name', 'vault-issuer'],
    ['ClusterIssuer', '/spec/vault/caBundleSecretRef/name', 'platform-ca'],
    ['ConfigMap', '/data/config', 'listener "tcp" {}'],
    ['Pod', '/spec/automountServiceAccountToken', false],
  ])('%s %s', (kind, pointer, value) => {
    expect(redactValue(key(kind), pointer, value)).toEqual(value)
  })
})

test('no value of a Secret comes out, whatever its shape', () => {
  const secret = fc.string({ minLength: 8 }).map((text) => `S3CR3T${text}`)
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.oneof(secret, fc.array(secret), fc.dictionary(fc.string(), secret))),
      (data) => {
        const values = redactValue(key('Secret'), '/data', data as Json)
        const leaves = (value: Json): readonly Json[] =>
          typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [value]
        for (const leaf of leaves(values)) expect(leaf).toBe(REDACTED)
      },
    ),
  )
})
