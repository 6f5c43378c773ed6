import { expect, test } from 'vitest';
import { holdingOwn, overtakenOwn, withOwn } from '../../../../../src-main/office/rules/own-office.ts';
import { serviceDay } from '../../../../support/service-day.ts';

const version = (no: number, from: string, base: number | null = null) => ({ no, from, base });
const TODAY = serviceDay('2026-11-24');

test('the version of the latest day that has come is in effect, and of one day the last written', () => {
  const versions = [
    version(1, '2026-11-20'),
    version(2, '2026-12-01'),
    version(3, '2026-11-22'),
    version(4, '2026-11-22'),
  ];
  expect(holdingOwn(versions, null, serviceDay('2026-11-19'))).toBeNull();
  expect(holdingOwn(versions, null, serviceDay('2026-11-21'))?.no).toBe(1);
  expect(holdingOwn(versions, null, TODAY)?.no).toBe(4);
  expect(holdingOwn(versions, null, serviceDay('2026-12-02'))?.no).toBe(2);
});

test('a version written on an earlier profile of the centre is not in effect, and is overtaken until one is written on the new profile', () => {
  const versions = [version(1, TODAY, 7)];
  expect(holdingOwn(versions, 7, TODAY)?.no).toBe(1);
  expect(overtakenOwn(versions, 7)).toBeNull();
  expect(holdingOwn(versions, 8, TODAY)).toBeNull();
  expect(overtakenOwn(versions, 8)?.no).toBe(1);
  expect(overtakenOwn([...versions, version(2, TODAY, 8)], 8)).toBeNull();
});

test('the oldest versions are dropped, but never the version in effect', () => {
  let versions = [version(1, TODAY)];
  for (let no = 2; no <= 30; no += 1) versions = withOwn(versions, version(no, '2027-01-01'), 1);
  expect(versions).toHaveLength(20);
  expect(versions.map(({ no }) => no)).toEqual([1, ...Array.from({ length: 19 }, (_, at) => at + 12)]);
});
