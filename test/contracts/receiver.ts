import { createServer, type IncomingHttpHeaders } from 'node:http'
import { onTestFinished } from 'vitest'

export interface ReceivedRequest {
  readonly method: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface ReceiverAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Says nothing at all. */
  readonly hangs?: boolean
}

export interface Receiver {
  readonly url: string
  readonly requests: readonly ReceivedRequest[]
  /** Answers in turn; the last one is kept. */
  answerWith(...answers: readonly ReceiverAnswer[]): void
}

/** An HTTP server on loopback that goes with the test. */
export async function receiver(): Promise<Receiver> {
  const requests: ReceivedRequest[] = []
  let answers: readonly ReceiverAnswer[] = [{ status: 204 }]
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      requests.push({
        method: request.method ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      })
      const [answer = { status: 204 }, ...rest] = answers
      if (rest.length > 0) answers = rest
      if (answer.hangs !== true) response.writeHead(answer.status, answer.headers).end(answer.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const answerWith = (...next: readonly ReceiverAnswer[]) => {
    answers = next
  }
  return { url: `http://127.0.0.1:${port}/hook?key=s3cr3t`, requests, answerWith }
}
