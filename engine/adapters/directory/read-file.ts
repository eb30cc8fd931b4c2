import { constants } from 'node:fs'
import { open } from 'node:fs/promises'

export const FILE_LIMIT = 64 * 1024 * 1024

/** Why a file was not read: a clause without its name. */
export interface Unread {
  readonly reason: string
}

// A link or a pipe that takes the file's place after it was listed is neither followed nor waited for.
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/** The text of a regular file in UTF-8, or in UTF-16 with a byte order mark (as a Windows shell redirects it). */
export async function readSnapshotFile(path: string, limit: number = FILE_LIMIT): Promise<string | Unread> {
  try {
    const handle = await open(path, FLAGS)
    try {
      const stats = await handle.stat()
      if (!stats.isFile()) return { reason: 'is a pipe, a socket or a device, not a file' }
      if (stats.size > limit) return { reason: `${stats.size} bytes, more than the limit of ${limit}; not read` }
      return decode(await handle.readFile())
    } finally {
      await handle.close()
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    return { reason: `cannot be read (${code})` }
  }
}

function decode(bytes: Buffer): string | Unread {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    return text.includes('\0') ? { reason: 'holds NUL bytes, so it is no text' } : text
  } catch {
    return { reason: 'is not UTF-8' }
  }
}
