import type { Readable, Writable } from 'node:stream'
import * as clack from '@clack/prompts'
import { Failure } from '../model/failure.ts'
import type { Prompter, TextQuestion } from '../model/prompter.ts'
import { CANCELLED } from '../model/prompter.ts'

/** Questions on a terminal, or on streams that stand for one. */
export function terminalPrompts(streams: { readonly input?: Readable; readonly output?: Writable } = {}): Prompter {
  return {
    async text({ message, initial, example, refuse }) {
      const answer = await clack.text({
        ...streams,
        message,
        ...(initial === undefined ? {} : { initialValue: initial }),
        ...(example === undefined ? {} : { placeholder: example }),
        validate: (value) => refusal((value ?? '').trim(), example, refuse),
      })
      return answered(answer).trim()
    },
    async choose({ message, choices, initial }) {
      return answered(await clack.select({ ...streams, message, options: optionsOf(choices), initialValue: initial }))
    },
    async chooseSome({ message, choices, initial }) {
      const options = { ...streams, message, options: optionsOf(choices), initialValues: [...initial], required: false }
      return answered(await clack.multiselect(options))
    },
    async confirm({ message, initial }) {
      return answered(await clack.confirm({ ...streams, message, initialValue: initial }))
    },
    show: (title, text) => clack.note(text, title, streams),
  }
}

/** An example looks like an answer that only has to be taken. */
function refusal(answer: string, example: string | undefined, refuse: TextQuestion['refuse']): string | undefined {
  const why = refuse?.(answer)
  return why !== undefined && answer === '' && example !== undefined ? `type one: ${example} is an example` : why
}

function optionsOf<T extends string>(
  choices: readonly { readonly value: T; readonly label: string; readonly note?: string }[],
): clack.Option<T>[] {
  return choices.map(
    ({ value, label, note }) => ({ value, label, ...(note === undefined ? {} : { hint: note }) }) as clack.Option<T>,
  )
}

function answered<T>(answer: T | symbol): T {
  if (typeof answer !== 'symbol') return answer
  throw new Failure(CANCELLED, 'stopped before anything was written', { hint: 'start again whenever you like' })
}
