import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PrinterProfile } from '../../../../hardware/printer/profile.ts';
import { profileOf, WIDE } from './profiles.ts';

const files = readdirSync(new URL('../../../../config/printers', import.meta.url)).filter((name) =>
  name.endsWith('.json'),
);

test.each(files)('%s is a valid printer profile named after its id', (file) => {
  expect(`${profileOf(file.replace('.json', '')).profileId}.json`).toBe(file);
});

test('a profile whose columns are wider than its paper is refused', () => {
  const checked = PrinterProfile.safeParse({ ...WIDE, columns: { a: 49, b: 64 } });
  expect(checked.error?.issues.map((issue) => issue.path)).toEqual([['columns', 'a']]);
});

test('a profile that cannot prove a ticket by process ID is refused', () => {
  expect(PrinterProfile.safeParse({ ...WIDE, confirmation: 'none' }).success).toBe(false);
});
