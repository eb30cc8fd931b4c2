/** A request as its bytes, to a name that is right. */
export const asked = (line: string, headers = '', body = '') =>
  `${line} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n${headers}\r\n${body}`
const hook = (body: string) =>
  asked(
    'POST /webhooks/github',
    `Content-Type: application/json\r\nX-GitHub-Event: push\r\nX-GitHub-Delivery: d\r\nX-Hub-Signature-256: sha256=00\r\nContent-Length: ${body.length}\r\n`,
    body,
  )
/** Requests of browsers and forges. */
export const REQUESTS: readonly string[] = [
  ...[
    '/',
    '/?q=1&q[]=2#x',
    '/environments/gdw',
    '/environments/gdw/drifts/0123456789abcdef',
    '/assets/style.css',
    '/events',
  ].map((path) => asked(`GET ${path}`)),
  ...['/healthz', '/readyz', '/metrics?name[]=a&name[]=b', '/webhooks/github'].map((path) => asked(`GET ${path}`)),
  asked('HEAD /environments/gdw'),
  asked('GET http://127.0.0.1/environments/gdw'),
  hook('{"ref":"refs/heads/main"}'),
  asked(
    'POST /webhooks/generic',
    'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n',
    '2\r\n{}\r\n0\r\n\r\n',
  ),
]
/** Paths that strangers try. */
export const PATHS: readonly string[] = [
  ...[
    '//evil.example/',
    '/..',
    '/../../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/assets/../.git/config',
    '/assets/%2e%2e%2fx',
  ],
  ...[
    '/environments/%00',
    '/environments/%ff',
    '/environments/%',
    '/environments/__proto__',
    '/environments/gdw/constructor',
  ],
  ...[
    '/environments/gdw/drifts/__proto__',
    '/environments/gdw/toString',
    '/?__proto__[x]=1',
    '/?constructor=1',
    `/?${'a=1&'.repeat(3_000)}`,
  ],
  ...[
    '/environments/%22%3E%3Cx-evil%3E',
    '/environments/gdw/drifts/%3Cx-evil%3E',
    `/${'a/'.repeat(3_000)}`,
    '/%0d%0ax-evil:%201',
    '*',
    'http:',
    'javascript:alert(1)',
  ],
]
/** Headers that mean something to somebody on the way. */
export const HEADERS: readonly string[] = [
  ...[
    'Host: evil.example',
    'Host: 127.0.0.1:80:80',
    'Host: localhost@evil',
    'Host: [',
    'Host:',
    'Host: a b',
    'Host: %',
  ],
  ...[
    'Content-Length: -1',
    'Content-Length: 1e9',
    'Content-Length: 99999999',
    'Transfer-Encoding: chunked',
    'Expect: 100-continue',
  ],
  ...[
    'Upgrade: websocket\r\nConnection: upgrade',
    'If-None-Match: *',
    'Range: bytes=0-',
    'Origin: null',
    `X-A: ${'a'.repeat(20_000)}`,
  ],
  ...[
    'X-Forwarded-Host: evil.example',
    'X-HTTP-Method-Override: DELETE',
    'Content-Type: application/json; charset=\u0000',
    'Content-Encoding: gzip',
  ],
]
