#!/usr/bin/env node
import { processIo } from './commands/io.ts'
import { main } from './commands/main.ts'

process.exitCode = await main(process.argv, processIo())
