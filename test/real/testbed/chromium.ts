import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** What Chromium is started with where it may reach nothing but this machine. */
export const CHROMIUM_FLAGS: readonly string[] = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Path of Debian's Chromium, or undefined with the reason told by the test that needs it. */
export function chromium(variables: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  const folders = (variables.PATH ?? '').split(delimiter)
  return folders.map((each) => join(each, 'chromium')).find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
