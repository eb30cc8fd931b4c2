import type { HonoRequest } from 'hono'

/** A body, or why there is none. */
export type ReadBody = { readonly bytes: Uint8Array<ArrayBuffer> } | 'too large' | 'cut short'

/**
 * The body of a request of at most `limit` bytes, of which no more is read than that. hono's own limit makes a request anew
 * where none says its length, as behind a proxy that sends in chunks, and fails over this server's requests.
 */
export async function readBody(request: HonoRequest, limit: number): Promise<ReadBody> {
  const length = request.header('content-length')
  // The parser below lets nobody send more than was said.
  if (length !== undefined && Number(length) > limit) return 'too large'
  try {
    if (length !== undefined) return { bytes: new Uint8Array(await request.arrayBuffer()) }
    return await readChunks(request.raw.body, limit)
  } catch {
    // Whoever sends it has hung up.
    return 'cut short'
  }
}

async function readChunks(body: Request['body'], limit: number): Promise<ReadBody> {
  const reader = body?.getReader()
  const parts: Uint8Array[] = []
  let size = 0
  while (reader !== undefined) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.length
    if (size > limit) {
      await reader.cancel()
      return 'too large'
    }
    parts.push(value)
  }
  return { bytes: Buffer.concat(parts) }
}
