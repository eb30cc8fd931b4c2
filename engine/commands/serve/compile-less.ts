import { setFlagsFromString } from 'node:v8'

/**
 * Leaves V8's middle compiler (Maglev) out, from here on. A server that does a little all day would go on for hours compiling what it
 * uses now and then, a hundred kilobytes of code a minute. What is hot for long is still optimized by the last one.
 */
export function compileLess(): void {
  setFlagsFromString('--no-maglev')
}
