#!/usr/bin/env node
import * as nodeModule from 'node:module'
import { processIo } from './commands/io.ts'

// Compiled code is kept between runs (in the system's temporary folder) where this Node can: a third of start-up.
nodeModule.enableCompileCache?.()
const { main } = await import('./commands/main.ts')

process.exitCode = await main(process.argv, processIo())
