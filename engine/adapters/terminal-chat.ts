import { createColors } from 'picocolors'
import type { Alert, Chat } from '../model/chat.ts'
import { visible } from '../model/visible.ts'

export interface TerminalChatOptions {
  readonly name?: string
  readonly write: (text: string) => void
  readonly colour: boolean
}

/** Prints alerts as readable lines. What others named cannot move the cursor or turn the text around. */
export function terminalChat({ name = 'terminal', write, colour }: TerminalChatOptions): Chat {
  const paint = createColors(colour)
  const colours: Readonly<Record<Alert['event'], (text: string) => string>> = {
    opened: paint.red,
    changed: paint.yellow,
    stale: paint.yellow,
    escalated: paint.red,
    alive: paint.green,
    resolved: paint.green,
  }
  return {
    name,
    send: async (alert) => {
      const head = `${colours[alert.event](alert.event.toUpperCase())} ${paint.bold(visible(alert.title))}`
      const facts = paint.dim(`[${alert.severity}] ${alert.time}  alert ${alert.id}`)
      const url = alert.url === undefined ? [] : [alert.url]
      const lines = [...alert.lines, ...url].map((line) => `  ${visible(line)}`)
      write(`${[head, ...lines, `  ${facts}`].join('\n')}\n`)
      return undefined
    },
  }
}
