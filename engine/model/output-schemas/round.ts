import { list, output, record, text } from './shapes.ts'

const outcome = {
  enum: ['done', 'failed', 'retry'],
  description:
    '`failed`: something has to be mended first; `retry`: the next round may do it. Both make the exit code 1.',
} as const

export const roundOutput = output(
  'round',
  'One round of the server',
  'What `isthmus serve --once --output json` prints when the round is over; what was done stands in the logs.',
  {
    role: {
      enum: ['writer', 'standby', 'waiting', 'blocked'],
      description:
        'Only a `writer` did anything. `standby`: another replica leads; `waiting`: another hub writes; `blocked`: nobody knows, and the exit code is 1.',
    },
    environments: list(
      record('One environment.', { environment: text('Its name.'), outcome }),
      'In the order of work.',
    ),
  },
  { pulls: { ...outcome, description: 'Of what concerns all pull requests; absent with `--environment`.' } },
)
