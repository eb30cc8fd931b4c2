import { Readable } from 'node:stream'

/** Everything that a command says until both its streams are closed, which may be after it has ended; no more than so many bytes. */
export function listener(most: number) {
  const [out, err]: [Buffer[], Buffer[]] = [[], []]
  const closed: Promise<void>[] = []
  let bytes = 0
  const hear = (stream: NodeJS.ReadableStream, into: Buffer[]) => {
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= most) into.push(chunk)
      // Its next word ends the command.
      else if (stream instanceof Readable) stream.destroy()
    })
    closed.push(new Promise((resolve) => stream.once('close', resolve)))
  }
  return {
    isTooMuch: () => bytes > most,
    listen(stdout: NodeJS.ReadableStream, stderr: NodeJS.ReadableStream) {
      hear(stdout, out)
      hear(stderr, err)
      // simple-git waits 50 ms more for a command that has said nothing by its end.
      queueMicrotask(() => stdout.emit('data', Buffer.alloc(0)))
    },
    async all() {
      await Promise.all(closed)
      return { stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString('utf8') }
    },
  }
}
