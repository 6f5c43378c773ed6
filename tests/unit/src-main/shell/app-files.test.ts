import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppFile, answerPage, listAppFiles } from '../../../../src-main/shell/app-files.ts';

let root: string;
let files: ReadonlyMap<string, AppFile>;
const read = async (path: string) => new Uint8Array(await readFile(path));
const ask = (url: string, method = 'GET') => answerPage({ method, url }, files, read);

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'torn-app-files-'));
  mkdirSync(join(root, 'renderer', 'assets'), { recursive: true });
  writeFileSync(join(root, 'secret.js'), 'secret');
  writeFileSync(join(root, 'renderer', 'index.html'), '<p>l·l</p>');
  writeFileSync(join(root, 'renderer', 'assets', 'index-a b.js'), '1');
  writeFileSync(join(root, 'renderer', 'assets', 'text.woff2'), '2');
  writeFileSync(join(root, 'renderer', 'assets', 'index.js.map'), '3');
  symlinkSync(join(root, 'secret.js'), join(root, 'renderer', 'link.js'));
  files = listAppFiles(join(root, 'renderer'));
});
afterAll(() => rmSync(root, { recursive: true }));

describe('the files of the page', () => {
  it('are served with their type', async () => {
    const page = await ask('app://torn/index.html');
    expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([
      200,
      'text/html; charset=utf-8',
      '<p>l·l</p>',
    ]);
    expect((await ask('app://torn/assets/text.woff2')).headers.get('content-type')).toBe('font/woff2');
    expect((await ask('app://torn/assets/index-a%20b.js')).headers.get('content-type')).toMatch(/^text\/javascript/);
  });

  for (const url of [
    'app://torn/',
    'app://torn/missing.html',
    'app://torn/../secret.js',
    'app://torn/assets/../../secret.js',
    'app://torn/%2e%2e/secret.js',
    'app://torn/..%2fsecret.js',
    'app://torn//index.html',
    'app://torn/assets',
    'app://torn/assets/index.js.map',
    'app://torn/link.js',
    'app://elsewhere/index.html',
    'file:///etc/passwd',
  ])
    it(`are the only ones: ${url} is not found`, async () => {
      const answer = await ask(url);
      expect([answer.status, await answer.text()]).toEqual([404, '']);
    });

  it('can only be read', async () => {
    for (const method of ['POST', 'PUT', 'HEAD', 'OPTIONS'])
      expect((await ask('app://torn/index.html', method)).status).toBe(405);
  });

  it('that the disk lost are not found, without a fault', async () => {
    const answer = await answerPage({ method: 'GET', url: 'app://torn/index.html' }, files, () =>
      Promise.reject(new Error('EIO')),
    );
    expect(answer.status).toBe(404);
  });

  it('come with the content security policy of the page, found or not', async () => {
    for (const url of ['app://torn/index.html', 'app://torn/none'])
      expect(Object.fromEntries((await ask(url)).headers)).toMatchObject({
        'content-security-policy':
          "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'none'; " +
          "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-scripts allow-same-origin allow-forms",
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
      });
  });
});
