import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import jsQr from 'jsqr';
import { expect, test } from 'vitest';
import { giveAddress, type TypedAddress } from '../../../src-central/address-command.ts';
import { readNoteCode } from '../../../src-main/contract/shared/centre-note.ts';
import { certify, newAuthority, newServerKey } from '../../support/certificates.ts';
import { must } from '../../support/must.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const CITY = { url: 'https://torn.exemple.cat', city: 'terrassa' };
const PIXELS = 4;

function readFrom(terminal: string): string | null {
  const rows = terminal
    .split('\n')
    .filter((line) => line.includes('\x1b'))
    .map((line) => [
      ...line
        .split('\x1b')
        .map((part) => part.replace(/^\[[\d;]*m/, ''))
        .join(''),
    ]);
  const width = (rows[0]?.length ?? 0) * PIXELS;
  const height = rows.length * 2 * PIXELS;
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const module = rows[Math.floor(y / PIXELS / 2)]?.[Math.floor(x / PIXELS)] ?? ' ';
      const isUpper = Math.floor(y / PIXELS) % 2 === 0;
      if (module === '█' || module === (isUpper ? '▀' : '▄'))
        pixels.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  return jsQr(pixels, width, height)?.data ?? null;
}

const given = (typed: TypedAddress): string => must(giveAddress(typed));

test('the code in the terminal holds the address and fits into 30 rows', () => {
  const file = join(temporaryFolder(), 'chain.pem');
  const city = newAuthority('Ajuntament de Prova CA');
  const leaf = certify(city, newServerKey(), { fromMs: Date.now(), toMs: Date.now() + 1_000 });
  writeFileSync(file, leaf + city.certificate);
  const proxy = 'http://proxy.exemple.cat:3128';
  const said = given({ ...CITY, proxy, authority: file });
  const note = readNoteCode(readFrom(said) ?? '');
  expect(note).toMatchObject({ url: CITY.url, cityId: CITY.city, proxy });
  const fingerprint =
    note?.authority !== null && note !== null && 'fingerprint' in note.authority ? note.authority.fingerprint : '';
  expect(said.replaceAll(':', '').toLowerCase()).toContain(fingerprint);
  expect(fingerprint).toHaveLength(64);
  expect(said.split('\n').filter((line) => line.includes('\x1b')).length).toBeLessThanOrEqual(30);
});

test.each([
  [{ city: 'terrassa' }, '--url'],
  [{ url: 'http://torn.exemple.cat', city: 'terrassa' }, '--url'],
  [{ ...CITY, city: 'Terrassa!' }, '--city'],
  [{ ...CITY, key: 'x' }, '--key'],
  [{ ...CITY, proxy: 'proxy:3128' }, '--proxy'],
  [{ ...CITY, authority: '/nowhere' }, '--authority'],
  [{ ...CITY, folder: '/nowhere' }, '--folder'],
])('%j is refused, with the name of the option', (typed, option) => {
  expect(giveAddress(typed)).toMatchObject({ ok: false, error: { detail: expect.stringContaining(option) } });
});

test('a valid code is read whole, and no other text is accepted', () => {
  const code =
    given(CITY)
      .split('\n')
      .find((line) => line.startsWith('torn-centre')) ?? '';
  expect(readNoteCode(code)).toEqual({ url: CITY.url, cityId: 'terrassa', proxy: null, authority: null });
  for (const other of [
    code.slice(0, -1).replace('https', 'http'),
    `${code}&city=another`,
    `${code}&token=x`,
    code.replace(':1?', ':2?'),
    `${code}&authority=${'x'.repeat(20)}`,
    `${code}${'x'.repeat(600)}`,
    '',
  ])
    expect(readNoteCode(other), other).toBeNull();
});
