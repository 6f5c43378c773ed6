import { expect, test } from 'vitest';
import type { CentreStatus } from '../../../../../src-main/centre/contract/centre-status.ts';
import { openSelfTest, type SelfTestParts } from '../../../../../src-main/technician/machine/self-test.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const ANSWERED_MS = 1_000;
const PAIRED: CentreStatus = {
  state: 'paired',
  url: 'https://central.example',
  environment: 'test',
  kioskId: '0197f5a0-3c1e-7c4b-9a55-000000000001',
  slot: 1,
  pairing: null,
  trouble: null,
  seen: true,
  isAsked: false,
  authority: null,
  lastContactMs: ANSWERED_MS,
  unsent: 0,
  deadLetters: 0,
  clockOffsetMs: 0,
  keyPlace: null,
  appointmentsIn: null,
  profileVersion: null,
};

/** Runs a self-test of a kiosk whose centre answers, or not, once it is asked; returns what it says of the network. */
async function networkOf(status: CentreStatus, answers: boolean): Promise<string | undefined> {
  const clock = createManualClock(Date.UTC(2026, 10, 24, 9));
  let asked = 0;
  const selfTest = openSelfTest({
    root: temporaryFolder(),
    dataDir: temporaryFolder(),
    care: { finding: 'store-clean', freeBytes: () => 2e9, leastFreeBytes: 1e9, trouble: () => null },
    slot: 1,
    printers: { report: () => ({ ok: true, value: [] }) },
    reader: { state: () => null },
    centre: {
      status: () => ({ ...status, lastContactMs: answers && asked > 0 ? ANSWERED_MS + 1 : ANSWERED_MS }),
      tryNow: () => {
        asked += 1;
      },
    },
    speech: { fault: () => null },
    clock,
    log: { event: () => {} },
  } as unknown as SelfTestParts);
  const ended = new Promise<void>((resolve) => selfTest.onChange(() => selfTest.isRunning() || resolve()));
  selfTest.run(true);
  clock.advance(10_000);
  await ended;
  return selfTest.last()?.rows.find(({ part }) => part === 'network')?.says;
}

test('a centre that has answered is good', async () => {
  expect(await networkOf(PAIRED, true)).toBe('good');
});

test('a centre that does not answer in time is unreachable, although no request has failed yet', async () => {
  expect(await networkOf(PAIRED, false)).toBe('central-unreachable');
});

test('a known trouble is reported as it is', async () => {
  expect(await networkOf({ ...PAIRED, trouble: 'central-certificate' }, false)).toBe('central-certificate');
  expect(await networkOf({ ...PAIRED, state: 'unpaired' }, false)).toBe('not-paired');
});
