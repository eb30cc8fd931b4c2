/** One line of text; `refuse` says what is wrong with an answer, undefined where nothing is. */
export interface TextQuestion {
  readonly message: string
  /** What stands there to begin with, and is taken where nothing else is typed. */
  readonly initial?: string
  /** Shown in an empty line. */
  readonly example?: string
  readonly refuse?: (answer: string) => string | undefined
}

export interface Choice<T extends string> {
  readonly value: T
  readonly label: string
  /** A few words beside it. */
  readonly note?: string
}

export interface ChoiceQuestion<T extends string> {
  readonly message: string
  readonly choices: readonly Choice<T>[]
}

/**
 * Somebody who answers. Every question fails with Failure `prompt/cancelled` when they leave (Ctrl-C, Escape, the end of
 * input); whoever asks has written nothing by then.
 */
export interface Prompter {
  text(question: TextQuestion): Promise<string>
  choose<T extends string>(question: ChoiceQuestion<T> & { readonly initial: T }): Promise<T>
  chooseSome<T extends string>(question: ChoiceQuestion<T> & { readonly initial: readonly T[] }): Promise<readonly T[]>
  confirm(question: { readonly message: string; readonly initial: boolean }): Promise<boolean>
  /** Something to read between questions. */
  show(title: string, text: string): void
}

export const CANCELLED = 'prompt/cancelled'
