import { expect, test } from 'vitest';
import { SELF_TEST_PARTS } from '../../../../../src-main/technician/rules/self-test.ts';
import { judgeSelfTest, type SelfTestMeasures } from '../../../../../src-main/technician/steps/self-test.ts';

const WELL: SelfTestMeasures = {
  disk: { wroteMs: 12, freeBytes: 30_000_000_000, leastFreeBytes: 1_000_000_000 },
  slot: 2,
  finding: 'store-clean',
  careTrouble: null,
  printers: ['ready'],
  scanner: 'ready',
  centre: { state: 'paired', trouble: null, deadLetters: 0, clockOffsetMs: 40 },
  speech: null,
  bootMenu: 'closed',
};
const { disk, centre } = WELL;

const saysOf = (measures: Partial<SelfTestMeasures>) =>
  judgeSelfTest({ ...WELL, ...measures })
    .filter(({ says }) => says !== 'good')
    .map(({ part, says, level }) => `${part} ${says} ${level}`);

test('a kiosk in order has one good row for each part', () => {
  expect(judgeSelfTest(WELL).map(({ part }) => part)).toEqual(SELF_TEST_PARTS);
  expect(saysOf({})).toEqual([]);
});

test.each<[string, Partial<SelfTestMeasures>, string[]]>([
  ['a disk that takes nothing', { disk: { ...disk, wroteMs: null } }, ['disk store-failed fault']],
  ['a disk that does not answer', { disk: { ...disk, freeBytes: null } }, ['disk store-failed fault']],
  ['a disk that fills', { disk: { ...disk, freeBytes: 999_999_999 } }, ['disk disk-low attention']],
  ['a disk that takes seconds', { disk: { ...disk, wroteMs: 2_001 } }, ['disk disk-slow attention']],
  ['a kiosk without numbers', { slot: null }, ['copies no-slot fault']],
  ['a copy that was lost', { finding: 'journal-rebuilt' }, ['copies journal-rebuilt attention']],
  ['both copies lost', { finding: 'both-copies-lost' }, ['copies both-copies-lost fault']],
  ['a backup that cannot be made', { careTrouble: 'housekeeping-failed' }, ['copies housekeeping-failed fault']],
  ['no printer', { printers: [] }, ['printer no-printer fault']],
  ['a printer with little paper', { printers: ['paper-low'] }, ['printer paper-low attention']],
  ['a second printer without paper', { printers: ['paper-low', 'paper-out'] }, ['printer paper-out fault']],
  ['no reader', { scanner: null }, ['scanner no-scanner good']],
  ['a reader that types', { scanner: 'wedge' }, []],
  ['a reader that is gone', { scanner: 'not-there' }, ['scanner scanner-not-there fault']],
  [
    'a kiosk that stands alone',
    { centre: { ...centre, state: 'none', clockOffsetMs: null } },
    ['network stands-alone good', 'clock no-other-clock good'],
  ],
  ['one that is not paired', { centre: { ...centre, state: 'unpaired' } }, ['network not-paired attention']],
  ['one that was revoked', { centre: { ...centre, state: 'revoked' } }, ['network kiosk-revoked fault']],
  [
    'a centre out of reach',
    { centre: { ...centre, trouble: 'central-unreachable' } },
    ['network central-unreachable fault'],
  ],
  ['events that were not taken', { centre: { ...centre, deadLetters: 1 } }, ['network dead-letters attention']],
  ['a clock that is slow', { centre: { ...centre, clockOffsetMs: -30_000 } }, ['clock clock-off attention']],
  ['a boot menu that a keyboard opens', { bootMenu: 'open' }, ['start boot-menu-open attention']],
  ['a kiosk that was not installed', { bootMenu: 'unknown' }, ['start start-unknown good']],
  ['no voice', { speech: 'speech-not-there' }, ['sound speech-not-there attention']],
])('%s is reported', (_, measures, says) => {
  expect(saysOf(measures)).toEqual(says);
});
