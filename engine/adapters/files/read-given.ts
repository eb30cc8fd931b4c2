import { open } from 'node:fs/promises'
import { Failure } from '../../model/failure.ts'

const LIMIT = 256 * 1024 * 1024

/** Text of a file or a pipe that a person named on the command line. Failure `files/too-large` before it fills the memory. */
export async function readGiven(path: string, limit: number = LIMIT): Promise<string> {
  const handle = await open(path, 'r')
  try {
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of handle.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > limit) throw tooLarge(path, limit)
      chunks.push(chunk)
    }
    return Buffer.concat(chunks).toString('utf8')
  } finally {
    await handle.close()
  }
}

function tooLarge(path: string, limit: number): Failure {
  return new Failure('files/too-large', `${path} has more than ${limit / 1024 / 1024} MiB`, { hint: 'split the file' })
}
