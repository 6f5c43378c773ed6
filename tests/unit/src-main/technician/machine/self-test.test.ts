import { expect, test } from 'vitest';
import type { CentreStatus } from '../../../../../src-main/centre/contract/centre-status.ts';
import { noCentre } from '../../../../../src-main/centre/wire/no-centre.ts';
import { openSelfTest, type SelfTestParts } from '../../../../../src-main/technician/machine/self-test.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const PAIRED: CentreStatus = { ...noCentre({ identity: null }).status(), state: 'paired', lastContactMs: 1_000 };

interface Answering {
  /** Milliseconds until the centre answers; `null`: never. */
  afterMs: number | null;
  /** Whether a request leaves the kiosk. */
  isAsked?: boolean;
}

/** Runs a self-test and returns what it says about the network, and how often it asked the centre. */
async function networkOf(first: Partial<CentreStatus>, { afterMs, isAsked = true }: Answering, asks = true) {
  const clock = createManualClock(Date.UTC(2026, 10, 24, 9));
  let status = { ...PAIRED, ...first };
  let isAsking = false;
  let times = 0;
  const parts: Pick<SelfTestParts, 'root' | 'dataDir' | 'slot' | 'centre' | 'clock'> = {
    root: temporaryFolder(),
    dataDir: temporaryFolder(),
    slot: 1,
    centre: {
      status: () => status,
      isAsking: () => isAsking,
      tryNow() {
        times += 1;
        isAsking = isAsked;
        if (afterMs === null) return;
        clock.after(afterMs, () => {
          isAsking = false;
          status = { ...status, lastContactMs: 2_000, trouble: null };
        });
      },
    },
    clock,
  };
  const others = {
    care: { finding: 'store-clean', freeBytes: () => 2e9, leastFreeBytes: 1e9, trouble: () => null },
    printers: { report: () => ({ ok: true, value: [] }) },
    reader: { state: () => null },
    speech: { fault: () => null },
    log: { event: () => {} },
  };
  // The cast is safe, because the test reads no other member of these parts.
  const selfTest = openSelfTest({ ...others, ...parts } as unknown as SelfTestParts);
  const ended = new Promise<void>((resolve) => selfTest.onChange(() => selfTest.isRunning() || resolve()));
  selfTest.run(asks);
  clock.advance(60_000);
  await ended;
  return { says: selfTest.last()?.rows.find(({ part }) => part === 'network')?.says, times };
}

test('a centre that answers within five seconds is good, and one that answers later is unreachable', async () => {
  expect(await networkOf({}, { afterMs: 4_900 })).toEqual({ says: 'good', times: 1 });
  expect(await networkOf({}, { afterMs: 5_100 })).toEqual({ says: 'central-unreachable', times: 1 });
  expect(await networkOf({}, { afterMs: null })).toEqual({ says: 'central-unreachable', times: 1 });
});

test('the trouble of an earlier request ends with the answer, and a known one stays without an answer', async () => {
  expect(await networkOf({ trouble: 'central-unreachable' }, { afterMs: 200 })).toMatchObject({ says: 'good' });
  expect(await networkOf({ trouble: 'central-certificate' }, { afterMs: null })).toMatchObject({
    says: 'central-certificate',
  });
});

test('a kiosk that sends no request says nothing against the network', async () => {
  expect(await networkOf({}, { afterMs: null, isAsked: false })).toEqual({ says: 'good', times: 1 });
  expect(await networkOf({ state: 'unpaired' }, { afterMs: null })).toEqual({ says: 'not-paired', times: 0 });
  expect(await networkOf({}, { afterMs: null }, false)).toEqual({ says: 'good', times: 0 });
});
