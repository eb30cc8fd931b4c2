import { connect, createServer } from 'node:net'

/** Carries connections to an address of this machine on to a port of 127.0.0.1. */
export async function forward(address: string, port: number, to: number): Promise<{ stop(): Promise<void> }> {
  const open = new Set<{ destroy(): void }>()
  const server = createServer((from) => {
    const there = connect(to, '127.0.0.1')
    for (const each of [from, there]) {
      open.add(each)
      each.on('close', () => open.delete(each)).on('error', () => each.destroy())
    }
    from.pipe(there).pipe(from)
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, address, resolve))
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      for (const each of open) each.destroy()
    })
  return { stop }
}
