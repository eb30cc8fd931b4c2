/**
 * Something outside that did not work: a file that cannot be opened, a push refused, a forge that answers 500.
 * Thrown by adapters only; flows turn it into a verdict. `code` is `adapter/what`, `hint` says what a person can do.
 */
export class Failure extends Error {
  readonly code: string
  readonly hint: string
  readonly retry: boolean

  constructor(code: string, message: string, options: { hint: string; retry?: boolean; cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'Failure'
    this.code = code
    this.hint = options.hint
    this.retry = options.retry ?? false
  }
}

/** For `catch`: a failure as a value; anything else is a bug, and goes on. */
export function failureOnly(error: unknown): Failure {
  if (error instanceof Failure) return error
  throw error
}
