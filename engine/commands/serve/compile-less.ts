import { setFlagsFromString } from 'node:v8'

/** V8 waits for 3,000; what a server does a few times a minute is there within the hour, and each is kilobytes of code for ever. */
const CALLS_BEFORE_OPTIMIZING = 1_000_000
/** V8 of Node 22: an older one does not know the flag, and would say so on stderr. */
const COUNTS_CALLS = 12

/**
 * Makes V8 compile less, from here on: without its first compiler (Sparkplug) and its middle one (Maglev), and with the last one
 * for what is called very often only. A server that does a little all day would go on for hours compiling what it uses now and then,
 * and bytecode that has code is never let go. A loop that runs long is still optimized at once: V8 counts its rounds apart.
 */
export function compileLess(): void {
  setFlagsFromString('--no-sparkplug')
  setFlagsFromString('--no-maglev')
  if (Number.parseInt(process.versions.v8, 10) >= COUNTS_CALLS)
    setFlagsFromString(`--invocation-count-for-turbofan=${CALLS_BEFORE_OPTIMIZING}`)
}
