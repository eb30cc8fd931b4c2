import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { tooLarge } from '../../model/source-limit.ts'
import { codeOf } from './paths.ts'

/** Why a file is not read. */
export interface Refusal {
  readonly rule: string
  readonly message: string
  readonly hint: string
}

export const NOT_A_FILE: Refusal = {
  rule: 'files/not-a-file',
  message: 'this is a pipe, a socket or a device, not a file',
  hint: 'remove it, or rename it so that it does not end in .yaml',
}

// Not blocking, so that a pipe that takes the file's place cannot hang us; absent on Windows.
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/** Text of a regular file of at most `limit` bytes, or why there is none. Synchronous: for thousands of small files that takes a fifth of the time. */
export function readText(path: string, limit: number): string | Refusal {
  let handle: number | undefined
  try {
    handle = openSync(path, FLAGS)
    const stats = fstatSync(handle)
    if (!stats.isFile()) return NOT_A_FILE
    if (stats.size > limit) return tooLarge(limit)
    const bytes = Buffer.allocUnsafe(stats.size + 1)
    const length = fill(handle, bytes)
    return length > stats.size ? unreadable('it grows') : decode(bytes.subarray(0, length))
  } catch (error) {
    return unreadable(codeOf(error) || 'unknown error')
  } finally {
    if (handle !== undefined) closeSync(handle)
  }
}

function fill(handle: number, bytes: Buffer): number {
  let length = 0
  while (length < bytes.length) {
    const read = readSync(handle, bytes, length, bytes.length - length, length)
    length += read
    // The one byte more than there should be was not there.
    if (read === 0 || length === bytes.length - 1) break
  }
  return length
}

function unreadable(reason: string): Refusal {
  return {
    rule: 'files/unreadable',
    message: `this file cannot be read (${reason})`,
    hint: 'check its permissions, or remove it',
  }
}

function decode(bytes: Buffer): string | Refusal {
  const hint = 'save it as UTF-8 without a byte order mark'
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    return { rule: 'files/not-utf8', message: 'the file is UTF-16', hint }
  if (bytes.includes(0))
    return {
      rule: 'files/nul-byte',
      message: 'the file holds NUL bytes, so it is no text',
      hint: 'remove it, or save it as text',
    }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return { rule: 'files/not-utf8', message: 'the file is not UTF-8', hint }
  }
}
