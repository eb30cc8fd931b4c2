import { existsSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { readDesiredState, readFolder, writeOwned } from '../../engine/adapters/files.ts'
import { openRepository } from '../../engine/adapters/git.ts'
import { giteaForge } from '../../engine/adapters/gitea.ts'
import { httpClient } from '../../engine/adapters/http.ts'
import { Failure } from '../../engine/model/failure.ts'
import { bot, noon, scratchFolder, scratchRepository, shell } from '../contracts/scratch-repository.ts'

const open = (directory: string) => openRepository({ directory, variables: process.env, silenceMs: 20_000 })

test.each([
  ['a helper that runs a command', (mark: string) => `ext::sh -c 'touch ${mark}'`],
  ['an option in the place of an address', (mark: string) => `--upload-pack=touch ${mark}`],
  ['a host that is an option of ssh', (mark: string) => `ssh://-oProxyCommand=touch ${mark}/x`],
  ['a protocol that nobody speaks', () => 'fd::17'],
  ['a server that is not there, with credentials', () => 'http://bot:pa@zQ7ss@127.0.0.1:1/x.git'],
])('a remote that is %s', async (_, address) => {
  const { work, root } = scratchRepository()
  const mark = join(root, 'mark')
  shell(work, 'config', 'remote.origin.url', address(mark))
  const failure: unknown = await open(work).then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(failure).toBeInstanceOf(Failure)
  const { message, hint, cause } = failure as Failure
  expect(`${message} ${hint} ${String(cause)}`).not.toContain('zQ7')
  expect(hint).not.toBe('')
  expect(existsSync(mark)).toBe(false)
})

test('no name of a branch, a path or a ref of others reaches Git as an option, or leaves the repository', async () => {
  const { work, root } = scratchRepository()
  const repository = await open(work)
  const change = (path: string) => ({ write: new Map([[path, 'x']]), remove: [] })
  const request = { base: 'main', message: 'm', author: bot, when: noon }
  for (const branch of ['--mirror', '-d', 'main', 'HEAD', 'a..b', 'a.lock', '../x', 'refs/heads/x:main', 'x\n'])
    await expect(repository.pushBranch({ ...request, branch, change: change('a') }), branch).rejects.toThrow(Failure)
  for (const path of [
    '../x',
    '/etc/x',
    '.git/config',
    '.GIT/hooks/post-update',
    'a/../../x',
    'GIT~1/x',
    'a//b',
    './x',
    'x\0',
  ])
    await expect(
      repository.pushBranch({ ...request, branch: 'isthmus/x', change: change(path) }),
      path,
    ).rejects.toThrow(Failure)
  for (const ref of ['--output=mark', '-', 'refs/pull/1/head --x'])
    await expect(repository.fetchHead(ref, '1'.repeat(40)), ref).rejects.toThrow(Failure)
  expect(
    shell(work, 'ls-remote', 'origin')
      .split('\n')
      .filter((each) => each.includes('refs/heads/')),
  ).toHaveLength(1)
  expect(existsSync(join(root, 'mark'))).toBe(false)
})

test('files larger than anybody writes are refused by their size, where people write and where we do', async () => {
  const folder = scratchFolder()
  for (const path of ['environments', 'rendered/gdw']) mkdirSync(join(folder, path), { recursive: true })
  for (const path of ['environments/a.yaml', 'rendered/gdw/a.yaml']) {
    writeFileSync(join(folder, path), '')
    // Sparse: takes no room on the disk, and all memory where it is read.
    truncateSync(join(folder, path), 3_000_000_000)
  }
  const { files, findings } = await readDesiredState(folder)
  expect([files.length, findings.map((each) => each.rule)]).toEqual([0, ['files/too-large']])
  expect([...(await readFolder(folder, 'rendered/gdw'))]).toEqual([['a.yaml', '']])
  await expect(writeOwned(folder, 'rendered/gdw', new Map([['b.yaml', 'x']]))).rejects.toMatchObject({
    code: 'files/foreign-file',
  })
})

test('a link in the place of an output folder, or of a folder above it, is not written through', async () => {
  const folder = scratchFolder()
  const outside = scratchFolder()
  mkdirSync(join(folder, 'rendered'))
  symlinkSync(outside, join(folder, 'rendered/gdw'))
  symlinkSync('/proc/self', join(folder, 'loop'))
  for (const path of ['rendered/gdw', 'loop/cwd', 'rendered/gdw/deeper'])
    await expect(writeOwned(folder, path, new Map([['a.yaml', 'x']])), path).rejects.toMatchObject({
      code: 'files/symlink-outside',
    })
  expect(existsSync(join(outside, 'a.yaml'))).toBe(false)
})

/** A server that answers each request so. */
async function serving(
  answer: (write: (chunk: Buffer | string) => void, end: () => void) => void,
  headers = {},
): Promise<URL> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers })
    answer(
      (chunk) => void response.write(chunk),
      () => void response.end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

const forgeAt = ({ href }: URL, timeoutMs = 20_000) =>
  giteaForge({
    url: href,
    repository: 'o/r',
    token: async () => 'x'.repeat(40),
    now: () => noon,
    sleep: async () => {},
    timeoutMs,
  })

test('an answer that unpacks to more than anybody reads is given up', async () => {
  const bomb = gzipSync(Buffer.alloc(80 * 2 ** 20))
  const url = await serving(
    (write, end) => {
      write(bomb)
      end()
    },
    { 'content-encoding': 'gzip' },
  )
  expect(bomb.length).toBeLessThan(200_000)
  await expect(httpClient()({ method: 'GET', url, headers: {}, needsBody: true })).rejects.toMatchObject({
    code: 'http/too-long',
  })
  await expect(forgeAt(url).findProposal('drift/gdw')).rejects.toMatchObject({ code: 'gitea/bad-answer' })
})

test('an answer that drips is given up in time', async () => {
  const url = await serving((write) => {
    const drip = setInterval(() => write(' '), 20)
    onTestFinished(() => clearInterval(drip))
  })
  const dripped = httpClient({ timeoutMs: 200 })({ method: 'GET', url, headers: {}, needsBody: true })
  await expect(dripped).rejects.toMatchObject({ code: 'http/timeout' })
  await expect(forgeAt(url, 200).findProposal('drift/gdw')).rejects.toMatchObject({ code: 'gitea/timeout' })
})
