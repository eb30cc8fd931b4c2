// Starts isthmus from its sources. Plain JavaScript, so that Node need not load its TypeScript reader before the compile
// cache, which holds the sources stripped and compiled, can answer: a third of start-up.
import * as nodeModule from 'node:module'

nodeModule.enableCompileCache?.()
await import('../engine/cli.ts')
