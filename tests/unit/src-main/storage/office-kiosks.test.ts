import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeCheckedFile } from '../../../../src-main/storage/checked-file.ts';
import { openOfficeKiosks } from '../../../../src-main/storage/office-kiosks.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const [ONE, OTHER] = ['1'.repeat(43), '2'.repeat(43)];
const [CHECK, OTHER_CHECK] = ['111122223333', '444455556666'];

test('the digits of a kiosk that was let in are known after a new start, and gone with it', () => {
  const data = temporaryFolder();
  const kiosks = openOfficeKiosks(data);
  for (const [pin, check] of [
    [ONE, CHECK],
    [OTHER, OTHER_CHECK],
  ] as const)
    expect(kiosks.add(pin, check)).toMatchObject({ ok: true });
  const again = openOfficeKiosks(data);
  expect([ONE, OTHER].map(again.checkOf)).toEqual([CHECK, OTHER_CHECK]);
  expect(again.remove(ONE)).toMatchObject({ ok: true });
  const last = openOfficeKiosks(data);
  expect([last.all(), last.checkOf(ONE), last.checkOf(OTHER)]).toEqual([[OTHER], null, OTHER_CHECK]);
});

test('whom an older program let in, without digits, stays let in', () => {
  const data = temporaryFolder();
  writeCheckedFile(join(data, 'office-kiosks.json'), JSON.stringify({ version: 1, pins: [ONE] }));
  const kiosks = openOfficeKiosks(data);
  expect([kiosks.all(), kiosks.checkOf(ONE)]).toEqual([[ONE], null]);
  kiosks.add(ONE, CHECK);
  const again = openOfficeKiosks(data);
  expect([again.all(), again.checkOf(ONE)]).toEqual([[ONE], CHECK]);
});
