/** What a Node process says of itself after a full garbage collection, in bytes. */
export interface Memory {
  readonly heapUsed: number
  readonly external: number
  readonly arrayBuffers: number
  readonly rss: number
  /** Active resources of the event loop by kind. */
  readonly resources: Readonly<Record<string, number>>
}

const ASKED = `(() => {
  const counts = {}
  for (const each of process.getActiveResourcesInfo()) counts[each] = (counts[each] ?? 0) + 1
  return { ...process.memoryUsage(), resources: counts }
})()`

/** Collects garbage in a process that was started with --inspect, and asks what is left. */
export async function liveMemory(inspector: string): Promise<Memory> {
  const socket = new WebSocket(inspector)
  const waiting = new Map<number, (answer: unknown) => void>()
  socket.addEventListener('message', (event) => {
    const { id, result } = JSON.parse(String(event.data)) as { readonly id?: number; readonly result?: unknown }
    if (id !== undefined) waiting.get(id)?.(result)
  })
  const failed = new Promise<never>((_, reject) => {
    socket.addEventListener('error', () => reject(new Error(`no inspector at ${inspector}`)))
    socket.addEventListener('close', () => reject(new Error('the inspector is gone')))
  })
  failed.catch(() => {})
  const call = async (method: string, params: object = {}) => {
    const id = waiting.size + 1
    const answer = new Promise<unknown>((resolve) => waiting.set(id, resolve))
    socket.send(JSON.stringify({ id, method, params }))
    return await Promise.race([answer, failed])
  }
  try {
    await Promise.race([new Promise((resolve) => socket.addEventListener('open', resolve)), failed])
    // What the first collection lets go of by finalizers the second one takes.
    for (let i = 0; i < 2; i++) await call('HeapProfiler.collectGarbage')
    const answer = await call('Runtime.evaluate', { expression: ASKED, returnByValue: true })
    return (answer as { readonly result: { readonly value: Memory } }).result.value
  } finally {
    socket.close()
  }
}
