import { connect } from 'node:net'
import fc from 'fast-check'
import { listen } from '../../../engine/adapters/web-server/listen.ts'
import { pagesApp } from '../../../engine/adapters/web-server/pages.ts'
import { httpApp } from '../../../engine/adapters/web-server.ts'
import { takeDelivery } from '../../../engine/flows/serve/intake.ts'
import { seenDeliveries } from '../../../engine/model/seen-deliveries.ts'
import { dashboard } from '../../../engine/stages/dashboard.ts'
import { ASSETS } from '../../../engine/web/assets.ts'
import { renderPage } from '../../../engine/web/pages.ts'
import { dashboardInput, NOW } from '../../contracts/a-dashboard.ts'
import { fakeLog } from '../../contracts/fake-log.ts'
import { fakeMetrics } from '../../contracts/fake-metrics.ts'
import { SECRET } from '../../engine/stages/webhooks/signed.ts'
import { hostileText, mutatedText } from '../hostile.ts'
import { hold, target } from '../target.ts'
import { strangersIn } from './dashboard.ts'
import { asked, HEADERS, PATHS, REQUESTS } from './raw-requests.ts'

const SHOWN = { version: 'test-1', asOf: NOW, environments: [dashboard(dashboardInput())], problems: [] }
const METRICS_TEXT = 'isthmus_role 1\n'
/** Names under which the pages may be asked. */
const HOSTS = ['127.0.0.1', 'localhost']
/** A browser keeps to HTTP; who does not is only to be gone within this. */
const PATIENCE_MS = 3_000
const QUIET_MS = 30

/** Both servers as `serve` starts them, with what somebody would notice. */
async function servers() {
  const [log, bugs, rings, end] = [fakeLog(), [] as unknown[], [] as string[], new AbortController()]
  const intake = {
    ...{ senders: ['github', 'generic'] as const, secrets: [SECRET], seen: seenDeliveries(10), defaultBranch: 'main' },
    ...{
      now: () => NOW,
      log,
      metrics: fakeMetrics(),
    },
    onEvent: (reason: string) => void rings.push(reason),
    recordTicks: async () => {},
    patience: () => new Promise<never>(() => {}),
  }
  const hooks = httpApp({
    take: (delivery) => takeDelivery(delivery, intake),
    role: () => 'writer',
    metrics: async () => ({ type: 'text/plain', body: METRICS_TEXT }),
    onOversized: () => {},
    onError: (error) => void bugs.push(error),
  })
  const over = (signal: AbortSignal) =>
    new Promise<string>((resolve) => signal.addEventListener('abort', () => resolve('test-1'), { once: true }))
  const pages = pagesApp(
    {
      page: async (path) => renderPage(path, SHOWN),
      ...{ assets: ASSETS, hosts: HOSTS, signal: end.signal },
      version: () => 'test-1',
      changed: (_, signal) => over(signal),
    },
    (error) => void bugs.push(error),
  )
  const place = { host: '127.0.0.1', port: 0 }
  const listening = { hooks: await listen(hooks.fetch, place), pages: await listen(pages.fetch, place) }
  const close = async () => {
    end.abort()
    await Promise.all(Object.values(listening).map((each) => each.close(0)))
  }
  return { listening, bugs, rings, close }
}

/** Bytes to a port, as they are, and what came back until the other side closed or fell silent. */
function sent(url: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    const done = () => {
      socket.destroy()
      resolve(Buffer.concat(parts).toString('latin1'))
    }
    const late = () => {
      if (parts.length > 0) return done()
      socket.destroy()
      reject(new Error('no answer, and no end'))
    }
    socket.setTimeout(PATIENCE_MS, late)
    socket.on('data', (part: Buffer) => {
      parts.push(part)
      socket.setTimeout(QUIET_MS)
    })
    socket.on('close', done).on('error', done)
    socket.end(Buffer.from(text, 'utf8'))
  })
}

const ANSWERS = /^HTTP\/1\.1 (100|200|202|204|304|400|401|404|405|408|411|413|414|415|417|421|426|431|501|503) /

function checkAnswer(request: string, answer: string, isPages: boolean): void {
  if (answer === '') return
  hold(ANSWERS.test(answer), 'an answer that nobody expects', answer.slice(0, 200))
  const [head = '', ...rest] = answer.split('\r\n\r\n')
  const body = rest.join('\r\n\r\n')
  hold(!/^x-evil/im.test(head), 'a header of others', head)
  hold(!body.includes('at Object.') && !body.includes('.ts:'), 'a stack', body)
  if (/^content-type: text\/html/im.test(head)) {
    hold(/^content-security-policy: default-src 'none'/im.test(head), 'a page without bounds', head)
    hold(strangersIn(body).length === 0, 'markup of others', strangersIn(body))
  }
  const isShown = isPages && / 200 /.test(head.split('\r\n')[0] ?? '') && body.length > 0
  if (isShown)
    hold(
      HOSTS.some((each) => request.includes(each)),
      'a page under a strange name',
      request,
    )
}

export const requests = target({
  name: 'requests',
  holds: 'whatever bytes reach a port, both servers answer or hang up, run nothing unsigned, and go on',
  input: fc.record({
    text: fc.oneof(
      { weight: 3, arbitrary: mutatedText(REQUESTS, 3) },
      {
        weight: 3,
        arbitrary: fc
          .tuple(
            fc.constantFrom('GET', 'HEAD', 'POST', 'OPTIONS', 'CONNECT', 'BREW'),
            fc.oneof(
              fc.constantFrom(...PATHS),
              hostileText.map((each) => `/environments/gdw/${encodeURI(each.replaceAll(/[\ud800-\udfff]/gu, ''))}`),
            ),
            fc.array(fc.constantFrom(...HEADERS), { maxLength: 2 }),
          )
          .map(([method, path, headers]) => asked(`${method} ${path}`, headers.map((each) => `${each}\r\n`).join(''))),
      },
      { weight: 1, arbitrary: hostileText },
    ),
    isPages: fc.boolean(),
  }),
  cases: [
    ...REQUESTS,
    ...PATHS.map((each) => asked(`GET ${each}`)),
    ...HEADERS.map((each) => `GET / HTTP/1.1\r\n${each}\r\n\r\n`),
  ].flatMap((text) => [true, false].map((isPages) => ({ text, isPages }))),
  few: 10,
  check: async ({ text, isPages }) => {
    const { listening, bugs, rings, close } = await servers()
    try {
      const { url } = isPages ? listening.pages : listening.hooks
      const answer = await sent(url, text)
      hold(
        bugs.length === 0,
        'a bug',
        text,
        bugs.map((each) => (each instanceof Error ? each.stack : String(each))),
      )
      checkAnswer(text, answer, isPages)
      hold(rings.length === 0, 'work that nobody signed', rings)
      const after = await sent(url, asked(isPages ? 'GET /' : 'GET /healthz'))
      hold(after.startsWith('HTTP/1.1 200 '), 'a server that is gone', after.slice(0, 200))
    } finally {
      await close()
    }
  },
})
