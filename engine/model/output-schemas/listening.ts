import { output, text } from './shapes.ts'

export const listeningOutput = output(
  'listening',
  'What listens, and where',
  'What `isthmus serve --output json` and `isthmus dashboard --output json` print as soon as they listen, and then nothing more.',
  { url: text('Where webhooks, probes and metrics are answered; of `isthmus dashboard` its pages.') },
  { dashboard: text('Where the pages of `isthmus serve` are; absent where they are off, or their address is taken.') },
)
