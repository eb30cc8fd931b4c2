import type { Line, Service } from '../model/exchange.ts'
import { addressOf, exchange } from '../model/exchange.ts'
import type { Heartbeat } from '../model/heartbeat.ts'

export interface HeartbeatOptions extends Line {
  /** Address of the dead man's switch; may be a secret itself. */
  readonly url: string
  readonly method?: 'GET' | 'POST'
}

const GONE = 'The switch does not know this address: see to `heartbeat.url`.'
const SERVICE: Service = { code: 'heartbeat', hints: { 404: GONE, 410: GONE } }

/** Asks for an address, or posts a few words of JSON to it: whoever listens there raises the alarm when that stops. */
export function heartbeat({ url, method = 'POST', ...line }: HeartbeatOptions): Heartbeat {
  const address = addressOf(url, 'heartbeat')
  return {
    name: 'heartbeat',
    beat: async ({ environment, time, title, lines }) => {
      const body = JSON.stringify({ version: 1, type: 'heartbeat', environment, time, title, lines })
      const content = method === 'POST' ? { body } : {}
      const headers = method === 'POST' ? { 'content-type': 'application/json' } : {}
      await exchange(line, SERVICE, { method, url: address, headers, ...content })
    },
  }
}
