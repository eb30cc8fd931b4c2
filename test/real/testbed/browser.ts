import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { chromium as engine } from 'playwright-core'
import { CHROMIUM_FLAGS, chromium } from './chromium.ts'

/** A page with what it complained of and asked for. */
export interface Visit {
  readonly page: Page
  /** Errors on the console, exceptions, refused policies. */
  readonly complaints: readonly string[]
  /** Addresses that it loaded, its own among them. */
  readonly requests: readonly string[]
}

export interface Look {
  /** In CSS pixels. */
  readonly width: number
  readonly scheme: 'light' | 'dark'
}

/** Desktop and phone, light and dark. */
export const LOOKS: readonly Look[] = [1280, 390].flatMap((width) =>
  (['light', 'dark'] as const).map((scheme) => ({ width, scheme })),
)

/** Debian's Chromium without anything that would leave this machine; throws with the remedy where it is not installed. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = chromium()
  if (executablePath === undefined) throw new Error('chromium is missing: on Debian, `apt-get install chromium`')
  return await engine.launch({ executablePath, args: [...CHROMIUM_FLAGS] })
}

export async function visit(browser: Browser, url: string, { width, scheme }: Look): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme })
  const page = await context.newPage()
  const complaints: string[] = []
  const requests: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => requests.push(request.url()))
  await page.goto(url)
  return { page, complaints, requests }
}

/** Keeps a picture of the whole page outside of Git: in `ISTHMUS_ARTIFACTS`, else in the system's folder for temporary files. */
export async function picture(page: Page, name: string): Promise<string> {
  const folder = process.env.ISTHMUS_ARTIFACTS ?? join(tmpdir(), 'isthmus-artifacts')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${name}.png`)
  await page.screenshot({ path, fullPage: true })
  return path
}
