import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { Failure } from '../../model/failure.ts'

const FREE = 'free'
/** A holder that died elsewhere is given up after so long; one that died on this machine at once. */
const STALE_MS = 60_000
const WAIT_MS = 20
const PATIENCE_MS = 15_000

/**
 * Runs `work` while nobody else does so for this folder. Each holder takes the next number with an exclusive create of
 * `lock.<number>`; one that says `free` was given back. Taking over from a dead holder is taking the number after its own,
 * which only one can, so two who find the same stale lock never both win.
 */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  await mkdir(folder, { recursive: true })
  const mine = await acquire(folder)
  try {
    return await work()
  } finally {
    await writeFile(join(folder, `lock.${mine}`), FREE)
  }
}

async function acquire(folder: string): Promise<number> {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    const numbers = await lockNumbers(folder)
    const last = numbers.at(-1) ?? 0
    if (last === 0 || (await isFree(join(folder, `lock.${last}`)))) {
      if (await take(folder, last + 1)) {
        await Promise.all(numbers.map((each) => rm(join(folder, `lock.${each}`), { force: true })))
        return last + 1
      }
    } else if (Date.now() > deadline) throw busy(folder, last)
    else await new Promise((resolve) => setTimeout(resolve, WAIT_MS))
  }
}

async function lockNumbers(folder: string): Promise<readonly number[]> {
  const names = await readdir(folder)
  return names.flatMap((name) => (/^lock\.\d{1,15}$/.test(name) ? [Number(name.slice(5))] : [])).sort((a, b) => a - b)
}

async function isFree(path: string): Promise<boolean> {
  try {
    const [holder, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)])
    if (holder === FREE) return true
    const [host, pid] = holder.split(' ')
    if (host === hostname() && !isAlive(Number(pid))) return true
    return Date.now() - mtimeMs > STALE_MS
  } catch {
    // Somebody took the next number and cleared this one away: look again.
    return false
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** True when that number is ours and still the highest: a slow look at the folder may have missed newer holders. */
async function take(folder: string, number: number): Promise<boolean> {
  const path = join(folder, `lock.${number}`)
  try {
    await writeFile(path, `${hostname()} ${process.pid} ${randomUUID()}`, { flag: 'wx' })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
  if ((await lockNumbers(folder)).at(-1) === number) return true
  await rm(path, { force: true })
  return false
}

function busy(folder: string, number: number): Failure {
  return new Failure('forge/busy', `another process is writing to ${folder}`, {
    hint: `Wait for it; if none runs, remove ${join(folder, `lock.${number}`)}.`,
    retry: true,
  })
}
