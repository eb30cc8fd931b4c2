import { watch } from 'node:fs'

/**
 * Tells of changes in a folder, its files and folders below it, until the signal. Where the system cannot watch, nothing is
 * told: whoever listens looks now and then as well.
 */
export function watchFolder(folder: string, onChange: () => void, signal: AbortSignal): void {
  try {
    const watcher = watch(folder, { recursive: true, persistent: false, signal }, onChange)
    watcher.on('error', () => watcher.close())
  } catch {
    // Not there yet, or on a file system that says nothing of changes.
  }
}
