import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openBrowser } from './browser.ts';

/**
 * Electron's main program opens one window per address, all in one session. The addresses have different hosts, so cookies and storage are
 * separate. Certificates are trusted only by their fingerprint.
 */
const MAIN = `const { app, BrowserWindow, session } = require('electron');
const { fingerprint, addresses } = require('./office.json');
const asBrowsersWrite = (print) => 'sha256/' + Buffer.from(print.replaceAll(':', ''), 'hex').toString('base64');
app.whenReady().then(() => {
  session.defaultSession.setCertificateVerifyProc(({ certificate }, verified) =>
    verified(certificate.fingerprint === asBrowsersWrite(fingerprint) ? 0 : -2));
  for (const address of addresses) new BrowserWindow({ width: 1280, height: 900 }).loadURL(address);
});
`;

export async function openOfficeBrowsers(fingerprint: string, addresses: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'torn-office-browsers-'));
  chmodSync(folder, 0o755);
  const files = {
    'package.json': JSON.stringify({ name: 'torn-test-office', main: 'main.cjs' }),
    'main.cjs': MAIN,
    'office.json': JSON.stringify({ fingerprint, addresses }),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o644 });
  const browser = await openBrowser({ app: [folder] });
  const context = browser.page.context();
  while (context.pages().length < addresses.length) await context.waitForEvent('page');
  const pageAt = (address: string): Page => {
    const found = context.pages().find((page) => page.url().startsWith(address));
    if (found === undefined) throw new Error(`no page at ${address}`);
    return found;
  };
  for (const page of context.pages()) await page.waitForLoadState();
  return {
    pages: addresses.map(pageAt),
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
