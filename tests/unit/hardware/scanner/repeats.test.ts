import { expect, test } from 'vitest';
import { noticeCode, type RecentCodes } from '../../../../hardware/scanner/repeats.ts';

function accepted(...codes: [code: string, atMs: number][]): boolean[] {
  let recent: RecentCodes = [];
  return codes.map(([code, atMs]) => {
    const noticed = noticeCode(recent, Buffer.from(code), atMs);
    ({ recent } = noticed);
    return !noticed.repeated;
  });
}

test('the same code within two seconds is one scan, and after two seconds a second scan', () => {
  expect(accepted(['A', 0], ['A', 1_999])).toEqual([true, false]);
  expect(accepted(['A', 0], ['A', 2_000])).toEqual([true, true]);
});

test('a code held before the scanner for a long time is one scan', () => {
  expect(accepted(['A', 0], ['A', 1_500], ['A', 3_000], ['A', 4_500], ['A', 6_500])).toEqual([
    true,
    false,
    false,
    false,
    true,
  ]);
});

test('two codes read alternately are one scan each', () => {
  expect(accepted(['A', 0], ['B', 300], ['A', 600], ['B', 900])).toEqual([true, true, false, false]);
});

test('at most eight codes are kept, and none in plain text', () => {
  let recent: RecentCodes = [];
  for (let count = 0; count < 1_000; count += 1) ({ recent } = noticeCode(recent, Buffer.from(`CODE-${count}`), count));
  expect(recent).toHaveLength(8);
  expect(JSON.stringify(recent)).not.toContain('CODE');
});
