// Usage: node tests/screenshots/take-pictures.ts --out DIR [--only WORDS] [--size portrait|landscape]
// Takes every screen from the built renderer in the real Chromium of the Electron runtime, and ends with 1 when text or a
// control does not fit where it stands.
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { openOwnDisplay } from '../../build/display.ts';
import { electronCommand } from '../../build/electron-command.ts';
import { repositoryRoot } from '../../build/runtime.ts';
import { buildRenderer } from '../../build/vite.ts';
import type { ShellScreen, ViewState } from '../../src-main/contract/kiosk/view-state.ts';
import { findMisfits } from './find-misfits.ts';
import { type Picture, pictures, SIZES, type Size } from './pictures.ts';

declare global {
  interface Window {
    readonly stub: { showView: (state: ViewState) => void; showShell: (screen: ShellScreen) => void };
  }
}

const { values } = parseArgs({
  options: { out: { type: 'string' }, only: { type: 'string' }, size: { type: 'string' } },
});
if (values.out === undefined) {
  console.error('usage: take-pictures.ts --out DIR [--only WORDS] [--size portrait|landscape]');
  process.exit(2);
}
const out = resolve(values.out);
mkdirSync(out, { recursive: true });

const wanted = pictures().filter(
  ({ name, size }) =>
    (values.only === undefined || values.only.split(',').some((word) => name.includes(word))) &&
    (values.size === undefined || values.size === size),
);

await buildRenderer();
// The app runs as somebody else than root, who may not read where the repository lies.
const scratch = mkdtempSync(join(tmpdir(), 'torn-pictures-'));
chmodSync(scratch, 0o755);
cpSync(join(repositoryRoot, 'out', 'renderer'), join(scratch, 'renderer'), { recursive: true });
cpSync(join(import.meta.dirname, 'stub'), join(scratch, 'app'), { recursive: true });

let misfits = 0;
try {
  for (const size of Object.keys(SIZES) as Size[]) {
    const some = wanted.filter((picture) => picture.size === size);
    if (some.length > 0) misfits += await takeAll(size, some);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`${wanted.length} pictures in ${out}, ${misfits} with something that does not fit`);
process.exitCode = misfits > 0 ? 1 : 0;

async function takeAll(size: Size, some: readonly Picture[]): Promise<number> {
  const { width, height } = SIZES[size];
  const display = await openOwnDisplay(`${width}x${height}x24`);
  try {
    const app = await launch(display.env.DISPLAY, width, height);
    try {
      const page = await app.firstWindow();
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await page.waitForSelector('h1');
      let bad = 0;
      for (const picture of some) if (!(await take(page, picture))) bad += 1;
      for (const complaint of complaints) console.log(`the page complains: ${complaint}`);
      return bad + complaints.length;
    } finally {
      await app.close();
    }
  } finally {
    await display.close();
  }
}

async function take(page: Page, picture: Picture): Promise<boolean> {
  if ('state' in picture) await page.evaluate((state) => window.stub.showView(state), picture.state);
  else await page.evaluate((screen) => window.stub.showShell(screen), picture.shell);
  for (const character of picture.typed ?? '')
    await page.locator('.large-key').getByText(character, { exact: true }).click();
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(out, `${picture.name}.png`), animations: 'disabled' });
  const misfits = await page.evaluate(findMisfits);
  for (const misfit of misfits) console.log(`${picture.name}: ${misfit}`);
  return misfits.length === 0;
}

function launch(display: string, width: number, height: number): Promise<ElectronApplication> {
  const { command, args, env, sandbox } = electronCommand({ env: { ...process.env, DISPLAY: display } });
  // Playwright puts its own switches first, so the command with its arguments has to be one program.
  const program = join(scratch, 'electron.sh');
  writeFileSync(program, `#!/bin/sh\nexec ${[command, ...args].map((word) => `'${word}'`).join(' ')} "$@"\n`);
  chmodSync(program, 0o755);
  return _electron.launch({
    executablePath: program,
    args: [
      '--force-device-scale-factor=1',
      '--log-level=3',
      join(scratch, 'app'),
      join(scratch, 'renderer'),
      String(width),
      String(height),
    ],
    chromiumSandbox: sandbox === 'on',
    env: Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined)),
  });
}
