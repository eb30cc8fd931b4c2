import { output, text } from './shapes.ts'

export const resolveOutput = output('resolve', 'Way out', 'What `isthmus resolve --output json` prints.', {
  outcome: {
    enum: ['proposed', 'told', 'refused', 'unchanged', 'waits'],
    description: '`told`: the text holds the command to run; `refused` and `waits` make the exit code 2.',
  },
  text: text('What was done, or is to be done; for people; may change.'),
})
