import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { framingOf, ScannerProfile } from '../../../../hardware/scanner/profile.ts';

const folder = new URL('../../../../config/scanners/', import.meta.url);
const ids = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.replace('.json', ''))
  .sort();
const read = (id: string): object => JSON.parse(readFileSync(new URL(`${id}.json`, folder), 'utf8'));

test('each way of framing and each maker with a known trigger has a profile', () => {
  expect(ids).toEqual([
    'datalogic-2d',
    'generic-cr',
    'generic-cr-silence',
    'generic-silence',
    'honeywell-2d',
    'newland-fixed',
  ]);
});

test.each(ids)('%s is a valid scanner profile with its id as name, and has room for a MiDNI QR code', (id) => {
  const profile = ScannerProfile.parse(read(id));
  expect(profile.profileId).toBe(id);
  expect(profile.framing.maxBytes).toBeGreaterThan(3 + 1_139);
});

test('bytes are read from hexadecimal digits', () => {
  const profile = ScannerProfile.parse(read('generic-cr-silence'));
  expect(framingOf(profile)).toEqual({
    end: 'silence',
    prefix: Uint8Array.of(),
    suffixes: [Uint8Array.of(0x0d, 0x0a), Uint8Array.of(0x0d)],
    silenceMs: 50,
    maxBytes: 4_096,
  });
});

test.each([
  [
    'no suffix to end at',
    { framing: { end: 'suffix', prefixHex: null, suffixesHex: [], silenceMs: 200, maxBytes: 4_096 } },
  ],
  ['half a byte', { trigger: { onHex: '165', offHex: '16' } }],
  ['an empty command', { trigger: { onHex: '', offHex: '16' } }],
  ['an unknown field', { colour: 'grey' }],
])('a profile with %s is refused', (_, change) => {
  expect(ScannerProfile.safeParse({ ...read('generic-cr'), ...change }).success).toBe(false);
});
