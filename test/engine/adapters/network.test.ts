import { copyFileSync, readFileSync, rmSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { forgeProbe } from '../../../engine/adapters/forge-probe.ts'
import { giteaForge } from '../../../engine/adapters/gitea.ts'
import { githubForge } from '../../../engine/adapters/github.ts'
import { gitlabForge } from '../../../engine/adapters/gitlab.ts'
import { httpClient } from '../../../engine/adapters/http.ts'
import { networkFetch } from '../../../engine/adapters/network.ts'
import { webhook } from '../../../engine/adapters/webhook.ts'
import type { Alert } from '../../../engine/model/chat.ts'
import { scratchFolder, write } from '../../contracts/scratch-repository.ts'
import { anAuthority, aProxy, aTlsServer } from './a-private-network.ts'

const now = () => '2026-03-04T12:00:00Z'
const sleep = async () => {}
const straight = () => undefined
const alert: Alert = {
  ...{ id: 'a', environment: 'gdw', title: 'T', lines: [], time: now() },
  event: 'opened',
  severity: 'high',
}

test('a forge and a chat of a private authority are trusted with its file, and not without', async () => {
  const authority = anAuthority()
  const port = await aTlsServer(authority, (request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(/pulls|merge_requests|issues/.test(request.url ?? '') ? '[]' : '{"permissions":{"push":true}}')
  })
  const url = `https://127.0.0.1:${port}`
  const fetching = networkFetch({ proxyFor: straight, caFiles: [authority.caFile] })
  const chat = (send?: typeof fetch) => webhook({ url, now, sleep, http: httpClient({ fetch: send }) }).send(alert)
  const options = { url, repository: 'o/r', now, sleep }
  const forges = (send?: typeof fetch) => [
    githubForge({ ...options, credentials: { token: async () => 't' }, fetch: send }),
    giteaForge({ ...options, token: async () => 't', fetch: send }),
    gitlabForge({ ...options, token: async () => 't', fetch: send }),
  ]
  const probe = (send?: typeof fetch) =>
    forgeProbe({ type: 'gitea', url, repository: 'o/r', token: 't', now, fetch: send }).look('main')
  await chat(fetching)
  for (const each of forges(fetching)) expect([each.name, await each.findProposal('x')]).toEqual([each.name, undefined])
  expect((await probe(fetching)).rights.push).toBe(true)
  await expect(chat()).rejects.toMatchObject({ code: expect.stringContaining('unreachable') })
  for (const each of forges()) {
    await expect(each.findProposal('x'), each.name).rejects.toMatchObject({
      code: expect.stringContaining('unreachable'),
    })
  }
  await expect(probe()).rejects.toMatchObject({ code: 'forge/unreachable' })
})

test('an authority that is rotated in its file is trusted with the next request, and the old one while there is none', async () => {
  const [old, authority] = [anAuthority(), anAuthority()]
  const answer = (response: ServerResponse) => void response.end('hello')
  const ports = [await aTlsServer(old, (_, response) => answer(response))]
  ports.push(await aTlsServer(authority, (_, response) => answer(response)))
  const [before, after] = ports.map((each) => `https://127.0.0.1:${each}`)
  const fetching = networkFetch({ proxyFor: straight, caFiles: [old.caFile] })
  const texts = async (url = '') => await (await fetching(url)).text()
  expect(await texts(before)).toBe('hello')
  await expect(texts(after)).rejects.toThrow('fetch failed')
  rmSync(old.caFile)
  expect(await texts(before)).toBe('hello')
  copyFileSync(authority.caFile, old.caFile)
  expect(await texts(after)).toBe('hello')
  await expect(texts(before)).rejects.toThrow('fetch failed')
})

test.each([
  ['p%40ss', 'p@ss'],
  ['50%', '50%'],
])('a proxy is asked for the name, told who we are with %s, and sees no more', async (written, password) => {
  const authority = anAuthority()
  const heard: (string | undefined)[] = []
  const port = await aTlsServer(authority, (request, response) => {
    heard.push(request.headers.host)
    response.end('hello')
  })
  const proxy = await aProxy({ 'git.example.internal': port })
  const address = proxy.url.replace('//', `//bot:${written}@`)
  const fetching = networkFetch({ proxyFor: () => address, caFiles: [authority.caFile] })
  const response = await fetching('https://git.example.internal/x')
  expect(await response.text()).toBe('hello')
  const authorization = `Basic ${Buffer.from(`bot:${password}`).toString('base64')}`
  expect(proxy.asked).toEqual([{ target: 'git.example.internal:443', authorization }])
  expect(heard).toEqual(['git.example.internal'])
})

test('authorities that are none, and a proxy that is none, are said', async () => {
  const folder = scratchFolder()
  write(folder, { 'ca.pem': 'hello' })
  const ask = (caFile: string, proxy?: string) =>
    networkFetch({ proxyFor: () => proxy, caFiles: [caFile] })('https://127.0.0.1:1')
  await expect(ask(`${folder}/none.pem`)).rejects.toMatchObject({ code: 'network/no-authorities' })
  await expect(ask(`${folder}/ca.pem`)).rejects.toMatchObject({ code: 'network/no-authorities' })
  const fetching = networkFetch({ proxyFor: () => 'socks5://127.0.0.1:1', caFiles: [] })
  await expect(fetching('https://127.0.0.1:1')).rejects.toMatchObject({ code: 'network/bad-proxy' })
})

test('a file of authorities that comes late is read with the next request', async () => {
  const authority = anAuthority()
  const port = await aTlsServer(authority, (_, response) => void response.end('hello'))
  const folder = scratchFolder()
  const fetching = networkFetch({ proxyFor: straight, caFiles: [`${folder}/late.pem`] })
  const ask = async () => await (await fetching(`https://127.0.0.1:${port}`)).text()
  await expect(ask()).rejects.toMatchObject({ code: 'network/no-authorities' })
  write(folder, { 'late.pem': readFileSync(authority.caFile, 'utf8') })
  expect(await ask()).toBe('hello')
})
