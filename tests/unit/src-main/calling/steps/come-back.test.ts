import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { BookedHour, OfficeHours } from '../../../../../src-main/booking/ports/office-hours.ts';
import type { ComeBackAsk } from '../../../../../src-main/calling/contract/come-back.ts';
import { createComeBack } from '../../../../../src-main/calling/steps/come-back.ts';
import { type Result, refuse, succeed } from '../../../../../src-main/domain/result.ts';
import type { Office } from '../../../../../src-main/office/steps/office.ts';
import { service } from '../../../../support/core-process.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';

const START = '2026-12-01T10:00:00.000Z';
const OFFLINE = refuse({ kind: 'offline' as const });
type Held = Awaited<ReturnType<OfficeHours['hold']>>;
type Confirmed = Result<BookedHour, { kind: 'offline' | 'slow' | 'gone' }>;

/** A kiosk whose centre answers when the test says so. */
function openKiosk() {
  const held: ((answer: Held) => void)[] = [];
  const confirmed: ((answer: Confirmed) => void)[] = [];
  const released: string[] = [];
  const papers: unknown[] = [];
  const comeBack = createComeBack({
    hours: {
      ask: () => Promise.resolve(OFFLINE),
      hold: () => new Promise((resolve) => void held.push(resolve)),
      confirm: () => new Promise((resolve) => void confirmed.push(resolve)),
      release: (hold) => void released.push(hold),
    },
    office: { momentOf: () => ({ date: '2026-12-01', time: '11:00' }) } as unknown as Office,
    print: (order) => void papers.push(order),
    ...{ newId: randomUUID, clock: createManualClock(0), log: { event: () => undefined } },
  });
  const bookingId = randomUUID();
  const order: Extract<ComeBackAsk, { ask: 'book' }> = {
    ...{ ask: 'book', bookingId, visit: { serviceId: service('empadronament'), deskId: null } },
    ...{ language: 'ca', start: START },
  };
  return { comeBack, order, leave: { ask: 'leave', bookingId } as const, held, confirmed, released, papers };
}

const BOOKED: Confirmed = succeed({ start: START, locator: 'NE4NAF7Q', qr: 'qr' });

test.each<[string, Confirmed]>([
  ['books', BOOKED],
  ['is not heard', OFFLINE],
])('an hour that the clerk leaves during the call goes back without paper, if the centre %s', async (_how, answer) => {
  const { comeBack, order, leave, held, confirmed, released, papers } = openKiosk();
  const booking = comeBack(order);
  held[0]?.(succeed({ hold: 'one' }));
  await expect.poll(() => confirmed.length).toBe(1);
  expect(await comeBack(leave)).toEqual({ is: 'left' });
  expect(released).toEqual([]);
  confirmed[0]?.(answer);
  expect(await booking).toEqual({ is: 'left' });
  expect([released, papers]).toEqual([['one'], []]);
  expect(await comeBack(order)).toEqual({ is: 'left' });
});

test('an hour that is left before it is held is not confirmed, and one on paper is kept', async () => {
  const early = openKiosk();
  const booking = early.comeBack(early.order);
  await early.comeBack(early.leave);
  early.held[0]?.(succeed({ hold: 'one' }));
  expect(await booking).toEqual({ is: 'left' });
  expect([early.released, early.confirmed]).toEqual([['one'], []]);

  const { comeBack, order, leave, held, confirmed, released, papers } = openKiosk();
  const booked = comeBack(order);
  held[0]?.(succeed({ hold: 'one' }));
  await expect.poll(() => confirmed.length).toBe(1);
  confirmed[0]?.(BOOKED);
  expect(await booked).toMatchObject({ is: 'booked' });
  await comeBack(leave);
  expect([released, papers.length]).toEqual([[], 1]);
  expect(await comeBack(order)).toMatchObject({ is: 'booked' });
});

test('a booking asked for again is not booked afresh by a kiosk that has forgotten it', async () => {
  const { comeBack, order, held, confirmed } = openKiosk();
  expect(await comeBack({ ...order, again: true })).toEqual({ is: 'unsure' });
  expect(held).toEqual([]);
  const booking = comeBack(order);
  const repeated = comeBack({ ...order, again: true });
  held[0]?.(succeed({ hold: 'one' }));
  await expect.poll(() => confirmed.length).toBe(1);
  confirmed[0]?.(BOOKED);
  expect(await repeated).toEqual(await booking);
  expect(held).toHaveLength(1);
});
