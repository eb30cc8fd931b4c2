import type { ReceiverAnswer } from '../contracts/receiver.ts'
import { receiver } from '../contracts/receiver.ts'

export interface Heard {
  readonly id: string
  readonly event: string
  readonly life: string
}

/** A chat that takes messages, but not always. */
export interface MoodyChat {
  readonly url: string
  /** What it took, in order. */
  readonly heard: readonly Heard[]
  readonly refused: () => number
  /** The next messages meet this. */
  fail(times: number, how: Mood): void
}

export const MOODS = ['breaks', 'busy', 'cut'] as const
export type Mood = (typeof MOODS)[number]

const ANSWERS: Readonly<Record<Mood, ReceiverAnswer>> = {
  breaks: { status: 500, body: 'no' },
  busy: { status: 429, headers: { 'retry-after': '1' } },
  cut: { status: 503, body: 'half an ans', isCut: true },
}

export async function moodyChat(): Promise<MoodyChat> {
  const server = await receiver()
  const state = { left: 0, mood: 'breaks' as Mood, refused: 0 }
  const heard: Heard[] = []
  server.answerBy(({ body }) => {
    if (state.left > 0) {
      state.left--
      state.refused++
      return ANSWERS[state.mood]
    }
    const { id, event, life } = JSON.parse(body) as Partial<Heard>
    heard.push({ id: id ?? '', event: event ?? '', life: life ?? '' })
    return { status: 204 }
  })
  return {
    url: server.url,
    heard,
    refused: () => state.refused,
    fail: (times, how) => {
      state.left = times
      state.mood = how
    },
  }
}
