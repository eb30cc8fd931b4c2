import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { built } from './build.ts'
import { freePort } from './ports.ts'
import type { RunningProcess } from './process.ts'
import { start } from './process.ts'

export interface Alertmanager extends RunningProcess {
  readonly url: string
}

/** One Alertmanager that tells a webhook of each alert within a second, below a path of its own. */
export async function startAlertmanager(folder: string, webhook: string): Promise<Alertmanager> {
  const [port, config] = [await freePort(), join(folder, 'alertmanager.yml')]
  const url = `http://127.0.0.1:${port}/am`
  const route = {
    receiver: 'hook',
    group_by: ['...'],
    group_wait: '100ms',
    group_interval: '1s',
    repeat_interval: '1h',
  }
  const receivers = [{ name: 'hook', webhook_configs: [{ url: webhook, send_resolved: true }] }]
  // JSON is YAML.
  writeFileSync(config, JSON.stringify({ route, receivers }))
  const running = await start({
    name: 'alertmanager',
    command: await built('alertmanager'),
    args: [
      `--config.file=${config}`,
      `--storage.path=${join(folder, 'alertmanager')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--web.route-prefix=/am',
      '--cluster.listen-address=',
    ],
    log: join(folder, 'alertmanager.log'),
    isReady: async () => (await fetch(`${url}/-/ready`)).ok,
  })
  return { ...running, url }
}
