import { Failure } from '../../engine/model/failure.ts'
import type { Prompter } from '../../engine/model/prompter.ts'
import { CANCELLED } from '../../engine/model/prompter.ts'

/** Takes what is proposed; `undefined` as an answer leaves. */
export type Scripted = string | readonly string[] | boolean | undefined

export interface ScriptedPrompter extends Prompter {
  /** Every question and what was shown, in order. */
  readonly asked: string[]
}

/**
 * Somebody who answers by the words of a question (the first entry whose words it holds), takes what is proposed
 * otherwise, and types again what is refused only where the script has another answer. Refusals are in `asked`.
 */
export function aScriptedPrompter(script: readonly (readonly [words: string, answer: Scripted])[]): ScriptedPrompter {
  const left = [...script]
  const asked: string[] = []
  const next = (message: string): { readonly answer: Scripted } | undefined => {
    asked.push(message)
    const at = left.findIndex(([words]) => message.includes(words))
    if (at < 0) return undefined
    const [found] = left.splice(at, 1)
    if (found?.[1] === undefined) throw new Failure(CANCELLED, 'left', { hint: 'start again' })
    return { answer: found[1] }
  }
  const given = <T>(message: string, proposed: T): T => (next(message)?.answer ?? proposed) as T
  return {
    asked,
    text({ message, initial, refuse }) {
      for (;;) {
        const found = next(message)
        const answer = String(found?.answer ?? initial ?? '')
        const refusal = refuse?.(answer)
        if (refusal === undefined) return Promise.resolve(answer)
        asked.push(`refused: ${refusal}`)
        if (!found) return Promise.reject(new Error(`no answer to "${message}": ${refusal}`))
      }
    },
    choose: async ({ message, choices, initial }) => {
      const answer = await Promise.resolve().then(() => given(message, initial))
      if (!choices.some((each) => each.value === answer)) throw new Error(`"${message}" does not offer ${answer}`)
      return answer
    },
    chooseSome: async ({ message, initial }) => await Promise.resolve().then(() => given(message, initial)),
    confirm: async ({ message, initial }) => await Promise.resolve().then(() => given(message, initial)),
    show: (title, text) => void asked.push(`${title}: ${text}`),
  }
}
