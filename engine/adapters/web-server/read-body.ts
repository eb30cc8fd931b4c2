import type { HonoRequest } from 'hono'

/** A body, or why there is none. */
export type ReadBody = { readonly bytes: Uint8Array<ArrayBuffer> } | 'too large' | 'cut short' | 'no room'

/** Bytes that may be held of all bodies that are being read. */
export interface BodyRoom {
  /** False where there are not so many left. */
  take(bytes: number): boolean
  give(bytes: number): void
}

export function bodyRoom(most: number): BodyRoom {
  const state = { left: most }
  return {
    take: (bytes) => {
      if (bytes > state.left) return false
      state.left -= bytes
      return true
    },
    give: (bytes) => {
      state.left += bytes
    },
  }
}

/** What is said to be shorter is read in one piece: all connections together hold no more than a few of the larger ones. */
const SMALL = 64 * 1024

/**
 * The body of a request of at most `limit` bytes, of which no more is read than that. Whoever sends it is not known before
 * its end, so of many at once no more is held than there is room for. hono's own limit makes a request anew where none says
 * its length, as behind a proxy that sends in chunks, and fails over this server's requests.
 */
export async function readBody(request: HonoRequest, limit: number, room: BodyRoom): Promise<ReadBody> {
  const length = request.header('content-length')
  // The parser below lets nobody send more than was said.
  if (length !== undefined && Number(length) > limit) return 'too large'
  try {
    if (length !== undefined && Number(length) <= SMALL) return { bytes: new Uint8Array(await request.arrayBuffer()) }
    return await readChunks(request.raw.body, limit, room)
  } catch {
    // Whoever sends it has hung up.
    return 'cut short'
  }
}

async function readChunks(body: Request['body'], limit: number, room: BodyRoom): Promise<ReadBody> {
  const reader = body?.getReader()
  const parts: Uint8Array[] = []
  let size = 0
  let held = 0
  try {
    while (reader !== undefined) {
      const { done, value } = await reader.read()
      if (done) break
      size += value.length
      const isHeld = size <= limit && room.take(value.length)
      if (!isHeld) {
        await reader.cancel()
        return size > limit ? 'too large' : 'no room'
      }
      held += value.length
      parts.push(value)
    }
    return { bytes: Buffer.concat(parts) }
  } finally {
    room.give(held)
  }
}
