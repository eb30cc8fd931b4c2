import { findings, output, text, texts } from './shapes.ts'

export const initOutput = output('init', 'New repository', 'What `isthmus init --output json` prints.', {
  directory: text('Absolute path of the folder.'),
  files: texts('Paths in it that were written; none where a finding is an error.'),
  findings,
})
