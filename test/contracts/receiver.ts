import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { onTestFinished } from 'vitest'

export interface ReceivedRequest {
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface ReceiverAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Says nothing at all. */
  readonly hangs?: boolean
  /** Breaks off in the middle of the body. */
  readonly isCut?: boolean
}

export interface Receiver {
  readonly url: string
  readonly requests: readonly ReceivedRequest[]
  /** Answers in turn; the last one is kept. */
  answerWith(...answers: readonly ReceiverAnswer[]): void
  /** Answers by what is asked, as a service does. */
  answerBy(answer: (request: ReceivedRequest) => ReceiverAnswer): void
}

/** An HTTP server on loopback that goes with the test. */
export async function receiver(): Promise<Receiver> {
  const requests: ReceivedRequest[] = []
  let answers: readonly ReceiverAnswer[] = []
  let byRequest = (_: ReceivedRequest): ReceiverAnswer => ({ status: 204 })
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const received = { method, path: url, headers, body: Buffer.concat(chunks).toString('utf8') }
      requests.push(received)
      const [next, ...rest] = answers
      if (rest.length > 0) answers = rest
      give(response, next ?? byRequest(received))
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
  const answerBy = (answer: typeof byRequest) => {
    byRequest = answer
  }
  return { url: `http://127.0.0.1:${port}/hook?key=s3cr3t`, requests, answerWith, answerBy }
}

function give(response: ServerResponse, { status, headers, body = '', hangs, isCut }: ReceiverAnswer): void {
  if (hangs === true) return
  if (isCut !== true) return void response.writeHead(status, headers).end(body)
  response.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(body) + 100) })
  response.write(`${body} `, () => response.destroy())
}
