import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DEFAULTS } from '../../../../engine/commands/configuration.ts'
import type { Io } from '../../../../engine/commands/io.ts'
import { paletteFor } from '../../../../engine/commands/io.ts'
import { chatsFor, pulseFor } from '../../../../engine/commands/ports/chats.ts'
import type { Configuration } from '../../../../engine/model/configuration.ts'
import { newFolder, write } from '../a-shell.ts'

const NOON = '2026-03-04T12:00:00Z'
const alert = {
  ...{ id: 'a', environment: 'gdw', title: 'T', lines: [], time: NOON },
  ...({ event: 'opened', severity: 'high' } as const),
}

/** Remembers what each request said of whoever sent it, and where it went. */
function outside() {
  const heard: string[] = []
  const io: Io = {
    ...{ cwd: '/', env: {}, out: () => {}, err: () => {}, isTerminal: false },
    ...{ palette: paletteFor(false), now: () => NOON },
    fetch: async (input, init) => {
      heard.push(`${new Headers(init?.headers).get('authorization') ?? ''} ${String(input)}`)
      return new Response('{}')
    },
  }
  return { io, heard }
}

test('a token that is renewed under way is the one that is sent, and one that comes late is found', async () => {
  const folder = newFolder()
  const { io, heard } = outside()
  const configuration: Configuration = {
    ...DEFAULTS,
    chats: [{ type: 'alertmanager', url: 'https://am.example.com', token: { file: join(folder, 'token') } }],
  }
  const [chat] = chatsFor(configuration, folder, io)
  await expect(chat?.showAll?.([alert])).rejects.toMatchObject({ code: 'secret/missing' })
  write(folder, 'token', 'one')
  await chat?.showAll?.([alert])
  write(folder, 'token', 'two')
  await chat?.send(alert)
  expect(heard).toEqual(['one', 'two'].map((each) => `Bearer ${each} https://am.example.com/api/v2/alerts`))
})

test('so is the address of a heartbeat', async () => {
  const folder = newFolder()
  const { io, heard } = outside()
  const { heartbeat } = pulseFor(
    { ...DEFAULTS, heartbeat: { url: { file: join(folder, 'url') }, method: 'GET' } } as Configuration,
    folder,
    io,
  )
  await expect(heartbeat?.beat(alert)).rejects.toMatchObject({ code: 'secret/missing' })
  write(folder, 'url', 'https://switch.example.com/1')
  await heartbeat?.beat(alert)
  expect(heard).toEqual([' https://switch.example.com/1'])
})
