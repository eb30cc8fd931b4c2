import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../../engine/model/json.ts'
import { isRedacted, REDACTED, redactPointer, redactText, redactValue } from '../../../engine/model/redact.ts'
import { processorTime } from '../../setup/processor-time.ts'

const key = (kind: string) => ({ apiVersion: 'v1', kind, namespace: 'app', name: 'x' })
const PEM = '-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIA\n-----END EC PRIVATE KEY-----'
const ENV = '/spec/template/spec/containers/0/env/0'
const base64 = (text: string) => Buffer.from(text).toString('base64')

describe('what is hidden', () => {
  test.each<[string, string, string, Json]>([
    ['a Secret value', 'Secret', '/data/password', 'aHVudGVyMg=='],
    ['a Secret value with the name of a reference', 'Secret', '/data/username', 'aHVudGVyMg=='],
    ['a whole Secret', 'Secret', '/data', { user: 'YQ==', password: 'Yg==' }],
    [
      'what may be a Secret, its kind being no text',
      'Policy',
      '',
      { o: { apiVersion: 'v1', kind: {}, data: { user: 'YQ==' } } },
    ],
    ['what alone has stringData', 'Policy', '', { o: { kind: 'secret', stringData: { user: 'hunter2' } } }],
    ['a Secret as it is', 'Secret', '', { kind: 'Secret', data: { user: 'YQ==' } }],
    [
      'a Secret inside a policy',
      'Policy',
      '',
      { objectDefinition: { kind: 'Secret', stringData: { user: 'hunter2' } } },
    ],
    ['a value inside a Secret inside a policy', 'Policy', '/spec/objectDefinition/data/user', 'hunter2'],
    ['stringData', 'Secret', '/stringData/note', 'plain'],
    ['a private key in a ConfigMap', 'ConfigMap', '/data/tls.key', PEM],
    ['a private key in base64', 'ConfigMap', '/data/x', 'LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS0tLS0tCk1IY0NBUUVF'],
    ['a private key in base64 in base64', 'ConfigMap', '/data/x', base64(base64(PEM))],
    ['a URL with credentials in base64', 'ConfigMap', '/data/x', base64('postgres://dba:hunter2@db:26257')],
    ['a Vault token in an argument', 'StatefulSet', `${ENV}/args/0`, '-token=hvs.CAESIJlU9JMYEhOPYv4igdhm9PnZDrab'],
    ['an AWS key id', 'ConfigMap', '/data/config', 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE'],
    ['a password by its key', 'ConfigMap', '/data/db-password', 'hunter2'],
    ['a log-in before a host', 'ConfigMap', '/data/x', 'database dba:hunter2@db:26257/app'],
    ['a log-in before a host alone', 'ConfigMap', '/data/upstream', 'dba:hunter2@db.example.com'],
    ['a line of .pgpass', 'ConfigMap', '/data/x', '# mine\n*:5432:app:dba:hunter2\n'],
    ['a number by its key', 'ConfigMap', '/data/pin-token', 4711],
    ['a password in a script', 'ConfigMap', '/data/run.sh', 'set -e\nexport DB_PASSWORD=hunter2\n'],
    ['a password after two equals signs', 'ConfigMap', '/data/x', 'password ==hunter2'],
    ['a password in a comparison', 'ConfigMap', '/data/x', 'if password == "hunter2": pass'],
    ['a password that begins like a comparison', 'ConfigMap', '/data/x', 'password == 0 hunter2'],
    ['a password that begins with a digit', 'ConfigMap', '/data/x', 'password == 4hunter2'],
    ['a password behind a comparison', 'ConfigMap', '/data/x', 'unsealed == 0 and password = hunter2'],
    ['a password in YAML', 'ConfigMap', '/data/app.yaml', 'db:\n  password: "hunter2"\n'],
    ['a password in JSON', 'ConfigMap', '/data/app.json', '{"password":"hunter2"}'],
    ['a password after a flag', 'Pod', '/spec/containers/0/command', ['sh', '-c', 'login --password hunter2']],
    ['a bearer token', 'ConfigMap', '/data/x', 'Authorization: Bearer hunter2hunter2'],
    ['an environment variable by its name', 'Deployment', ENV, { name: 'DB_PASSWORD', value: 'hunter2' }],
    ['an environment variable of which no name is known', 'Deployment', `${ENV}/value`, 'hunter2'],
    ['a URL with credentials', 'ConfigMap', '/data/url', 'postgres://dba:dba@db:26257'],
    ['a URL with a colon and a slash in the password', 'ConfigMap', '/data/url', 'amqp://u:hun:ter2/hunter2@mq'],
    ['a URL with a password alone', 'ConfigMap', '/data/url', 'redis://:hunter2@cache:6379/0'],
    ['a key of PGP', 'ConfigMap', '/data/x', '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nhunter2'],
    ['a private key without its first line', 'ConfigMap', '/data/x', `MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcw hunter2`],
    ['a key of age', 'ConfigMap', '/data/x', `AGE-SECRET-KEY-1${'Q'.repeat(40)} hunter2`],
    [
      'an address of a chat that needs no log-in',
      'ConfigMap',
      '/data/x',
      'https://hooks.slack.com/services/T0/B0/hunter2',
    ],
    ['a signed address', 'ConfigMap', '/data/x', 'https://a.example.com/c?sv=2020&sig=hunter2hunter2%3D'],
    ['a data source of MySQL', 'ConfigMap', '/data/x', 'root:hunter2@tcp(db:3306)/app'],
    ['a token before a host', 'ConfigMap', '/data/x', 'https://hunter2hunter2hunter2@git.example.com/a.git'],
    ['an address with credentials in an address', 'ConfigMap', '/data/x', 'u=https%3A%2F%2Fada%3Ahunter2%40x'],
    [
      'a file of a MachineConfig',
      'MachineConfig',
      '/spec/config/source',
      'data:,user%20%3D%20a%0Apassword%20%3D%20hunter2',
    ],
    ['an account key of Azure', 'ConfigMap', '/data/x', 'AccountName=a;AccountKey=hunter2hunter2==;EndpointSuffix=c'],
    ['a .netrc', 'ConfigMap', '/data/x', 'machine git.example.com\n  login ada\n  password hunter2'],
    ['a hash of a password', 'ConfigMap', '/data/x', 'hunter2:$apr1$salt$abcdef0123456789'],
    ['a log-in of a registry', 'ConfigMap', '/data/x', `{"auths":{"quay.io":{"auth":"${base64('ada:hunter2')}"}}}`],
    ['a password in XML', 'ConfigMap', '/data/x', '<server><password>hunter2</password></server>'],
    ['a password in short', 'ConfigMap', '/data/x', 'Server=x;Uid=a;Pwd=hunter2;'],
    ['a shared key', 'ConfigMap', '/data/x', 'PresharedKey = hunter2'],
    ['a shared key by its name', 'Submariner', '/spec/ceIPSecPSK', 'hunter2'],
    ['a variable called DB_PASS', 'Deployment', ENV, { name: 'DB_PASS', value: 'hunter2' }],
    ['a file that holds keys', 'ConfigMap', '/data/users.pgpass', 'db:5432:app:ada:hunter2'],
    ['a list of keys', 'ConfigMap', '/data/x', '{\n "unseal_keys_b64": [\n  "hunter2"\n ]\n}'],
    ['a key of Vault', 'ConfigMap', '/data/x', 'Unseal Key 1: hunter2hunter2'],
    ['a value of its own below its key', 'ConfigMap', '/data/x', '{"password": {"value": "hunter2"}}'],
    ['a log-in of curl', 'Pod', '/spec/containers/0/command', ['sh', '-c', 'curl -u ada:hunter2 https://x']],
    ['a log-in of mysql', 'Pod', '/spec/containers/0/command', ['sh', '-c', 'mysql -h db -uroot -phunter2 app']],
    ['what kubectl keeps', 'Secret', '/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration', '"x"'],
    [
      'what kubectl keeps, from above',
      'A',
      '/metadata',
      { annotations: { 'a/last-applied-configuration': 'hunter2' } },
    ],
    ['a key that is a secret', 'ConfigMap', '/data', { 'hvs.CAESIJlU9JMYEhOPYv4igdhm9PnZDrab': 'y' }],
    ['text longer than anybody reads', 'ConfigMap', '/data/x', 'hunter2 '.repeat(50_000)],
  ])('%s', (_, kind, pointer, value) => {
    const shown = redactValue(key(kind), pointer, value)
    expect(isRedacted(shown)).toBe(true)
    expect(JSON.stringify(shown)).not.toMatch(/hunter2|MHcC|aHVudGVy|YQ==|hvs\.|AKIA|dba:dba|"x"|4711|aHVudGVy|QQQQ/)
  })

  test('a variable by the name beside it, wherever the pointer leads', () => {
    const within = {
      spec: {
        env: [
          { name: 'MODE', value: 'fast' },
          { name: 'API_TOKEN', value: 'hunter2' },
        ],
      },
    }
    expect(redactValue(key('Pod'), '/spec/env/1/value', 'hunter3', { within })).toBe(REDACTED)
    expect(redactValue(key('Pod'), '/spec/env/0/value', 'slow', { within })).toBe('slow')
    expect(redactValue(key('Pod'), '/spec/env/9/value', 'hunter3', { within })).toBe(REDACTED)
  })

  test('what cannot be judged', () => {
    const hostile = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('no')
        },
      },
    ) as Json
    expect(redactValue(key('ConfigMap'), '/data', hostile)).toBe(REDACTED)
  })

  test('text and pointers', () => {
    expect(redactText('denied: token=hunter2')).toBe(REDACTED)
    expect(redactText('cannot connect to root:hunter2@tcp(db:3306)/app')).toBe(REDACTED)
    expect(redactText('create Secret app/cluster1-creds: credentials of cluster1')).toContain('cluster1-creds:')
    expect(redactText('run it with --token <token> once')).toContain('--token')
    expect(redactText('pods [a] found but not as specified')).toBe('pods [a] found but not as specified')
    const todo = 'create Secret app/c1-ssh-private-key: key ssh-privatekey for the nodes of c1.'
    expect(redactText(todo)).toBe(todo)
    expect(redactPointer('/data/hvs.CAESIJlU9JMYEhOPYv4igdhm9PnZDrab')).toBe(`/data/${REDACTED}`)
    expect(redactPointer('/data/a~1b')).toBe('/data/a~1b')
  })
})

describe('what is shown', () => {
  test.each<[string, string, Json]>([
    ['StatefulSet', '/spec/replicas', 3],
    ['StatefulSet', '/spec/template/spec/volumes/0/secret/secretName', 'vault-tls'],
    ['StatefulSet', '/spec/volumes', [{ name: 'tls', secret: { secretName: 'vault-tls', defaultMode: 288 } }]],
    ['StatefulSet', ENV, { name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }],
    ['ServiceAccount', '/imagePullSecrets', [{ name: 'pull' }]],
    ['ClusterIssuer', '/spec/vault/auth/kubernetes/serviceAccountRef/name', 'vault-issuer'],
    ['ClusterIssuer', '/spec/vault/caBundleSecretRef/name', 'platform-ca'],
    ['Certificate', '/spec/privateKey', { algorithm: 'ECDSA', encoding: 'PKCS1', rotationPolicy: 'Always', size: 256 }],
    ['Certificate', '/spec/privateKey/size', 256],
    ['Certificate', '/spec/privateKey/rotationPolicy', 'Never'],
    ['ConfigMap', '/data/config', 'listener "tcp" {}'],
    [
      'ConfigMap',
      '/data/config',
      'token_ttl = "1h"\ntoken_policies = "issuer"\nsecret_path: /v1/x\npassword = "$DB_PASSWORD"',
    ],
    ['PrometheusRule', '/spec/groups/0/rules/0/expr', 'vault_core_unsealed == 0'],
    ['PrometheusRule', '/spec/groups/0/rules/0/expr', 'sum(vault_core_unsealed == 1) and on() (up == 0)\n'],
    [
      'ConfigMap',
      '/data/x',
      'vault write auth/k8s/login role=a jwt=@/var/run/secrets/kubernetes.io/serviceaccount/token',
    ],
    ['StatefulSet', '/image', 'vault:1.19.0@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'],
    ['Certificate', '/spec/uris/0', 'mailto:ops@example.com'],
    ['ConfigMap', '/data/x', 'npm:left-pad@1.3.0 2001:4860:4860:0:8888 10.0.0.1:8080 git@example.com:a/b.git'],
    ['ConfigMap', '/data/x', 'now=$(date -u +%Y-%m-%dT%H:%M:%SZ); id -u; docker run --user 1000:1000 -u "$A:$B" x'],
    ['ConfigMap', '/data/x', 'compass: north\nbypass: 3\nenabled: true\nmac: 00:1a:2b:3c:4d:5e\nip: fd00:10:a:b::1'],
    ['MachinePool', '/spec/platform/gcp/osDisk/encryptionKey/kmsKey/keyRing', 'ring'],
    ['Pod', '/spec/automountServiceAccountToken', false],
    ['Pod', '/spec/image', 'registry.example.com:5000/hashicorp/vault@sha256:0123456789abcdef0123456789abcdef'],
    ['Pod', '/spec/address', 'https://vault.example.com:8200/v1/x?mail=a@b'],
  ])('%s %s', (kind, pointer, value) => {
    expect(redactValue(key(kind), pointer, value)).toEqual(value)
  })
})

describe('with a key', () => {
  const show = (value: Json, pointer = '/data/password', secret = 'a key of sixteen') =>
    redactValue(key('Secret'), pointer, value, { key: secret })

  test('the same secret has the same digest, another one another, and so has another place or key', () => {
    expect(show('hunter2')).toMatch(/^\(redacted [0-9a-f]{8}\)$/)
    expect(show('hunter2')).toBe(show('hunter2'))
    const others = [show('hunter3'), show('hunter2', '/data/other'), show('hunter2', '/data/password', 'another key')]
    expect(new Set([show('hunter2'), ...others]).size).toBe(4)
    expect(others.every(isRedacted)).toBe(true)
  })
})

test.each(['//a:', '-eyJ', 'eyJ0eyJ0eyJ0.', 'a', 'a=', '--a ', '-----BEGIN ', 'Zm9v', '"a":', '//', 'password ', '- '])(
  'a long text of %j is judged without a halt',
  (unit) => {
    const before = processorTime()
    redactText(unit.repeat(250_000 / unit.length))
    // Ten times what it takes on a slow machine.
    expect(processorTime() - before).toBeLessThan(5000)
  },
)

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

test('what is no comparison with a single digit is an assignment', () => {
  const blank = fc.constantFrom('', ' ', '  ', '\t')
  const value = fc.stringMatching(/^[A-Za-z0-9+=!]{2,20}$/)
  const sign = fc.constantFrom('=', '==', ':=', '=>')
  fc.assert(
    fc.property(blank, sign, blank, value, (before, equals, after, text) => {
      // A template, a word of configuration.
      fc.pre(!/^(true|false|null|none|yes|no)$/i.test(text))
      expect(redactText(`password${before}${equals}${after}${text}`)).toBe(REDACTED)
    }),
  )
})
