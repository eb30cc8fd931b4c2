import { Failure } from '../model/failure.ts'
import { secondsOf } from './every.ts'
import type { CommandDefinition } from './register.ts'
import { compileLess } from './serve/compile-less.ts'
import { serverPorts } from './serve/ports.ts'
import { LOOK_OPTIONS } from './source.ts'

const DEFAULT_ADDRESS = '127.0.0.1:8080'
/** For a proxy beside it that asks who one is. */
const DASHBOARD_ADDRESS = '127.0.0.1:8090'

export const serveCommand: CommandDefinition = {
  usage: 'serve',
  isEndless: true,
  summary: 'webhooks in, hub watch, proposals, alerts, dashboard, metrics, until stopped; logs as JSON on stderr',
  options: [
    ...LOOK_OPTIONS,
    ['--every <seconds>', 'between two looks at everything (default: server.every in isthmus.yaml, else 300)'],
    ['--listen <address>', `where webhooks and probes are answered, HOST:PORT or PORT (default: ${DEFAULT_ADDRESS})`],
    [
      '--dashboard <address>',
      `where the dashboard is, HOST:PORT, PORT or off; whoever reaches it reads it (default: ${DASHBOARD_ADDRESS})`,
    ],
    ['--once', 'do everything once, listen to nothing, and end: for a scheduled job'],
  ],
  examples: [
    ['isthmus serve --from hub --listen 0.0.0.0:8080', 'in a pod on the hub'],
    ['isthmus serve --from contexts --every 60', 'on a workstation, a look a minute'],
    ['isthmus serve --from must-gather --once', 'one round, as a scheduled job makes it'],
  ],
  isConfigured: true,
  async run(call) {
    const { io, common, options } = call
    const address = addressOf(options.listen, DEFAULT_ADDRESS)
    const { dashboard } = options
    const every = options.every === undefined ? undefined : secondsOf(options.every, 300, 1)
    const pages = dashboard === 'off' ? undefined : addressOf(dashboard, DASHBOARD_ADDRESS, '--dashboard')
    if (options.once !== true) compileLess()
    const ports = await serverPorts(call)
    const { runServer } = await import('../server.ts')
    return await runServer(ports, {
      io,
      ...address,
      dashboard: pages,
      everySeconds: every ?? ports.configuration.server.every,
      environment: common.environment,
      once: options.once === true,
      output: common.output,
      quiet: common.quiet,
    })
  },
}

/** `HOST:PORT`, `PORT` or `[IPv6]:PORT`; port 0 takes any that is free. */
export function addressOf(
  given: unknown,
  usual: string,
  option = '--listen',
): { readonly host: string; readonly port: number } {
  const text = typeof given === 'string' ? given : usual
  const match = /^(?:(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+)?:)?(\d{1,5})$/.exec(text)
  const port = Number(match?.[2] ?? -1)
  if (match && port <= 65_535) return { host: match[1]?.replaceAll(/[[\]]/g, '') ?? '127.0.0.1', port }
  throw new Failure('usage/listen', `${option} ${text} is no address`, { hint: `write ${option} ${usual}` })
}
