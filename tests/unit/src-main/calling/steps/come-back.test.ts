import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { BookedHour, OfficeHours } from '../../../../../src-main/booking/ports/office-hours.ts';
import { ownSecret } from '../../../../../src-main/booking/rules/own-secret.ts';
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
    newId: randomUUID,
    clock: createManualClock(0),
    log: { event: () => undefined },
  });
  const bookingId = randomUUID();
  const order: Extract<ComeBackAsk, { ask: 'book' }> = {
    ask: 'book',
    bookingId,
    visit: { serviceId: service('empadronament'), deskId: null },
    language: 'ca',
    start: START,
  };
  return { comeBack, order, leave: { ask: 'leave', bookingId } as const, held, confirmed, released, papers };
}

const BOOKED: Confirmed = succeed({ start: START, locator: 'NE4NAF7Q', qr: 'qr' });

test.each<[string, Confirmed]>([
  ['books', BOOKED],
  ['is not heard', OFFLINE],
])(
  'an hour that the clerk gives up during the request is released without paper, if the centre %s',
  async (_how, answer) => {
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
  },
);

test('an hour given up before it is held is not confirmed, and an hour already on paper is kept', async () => {
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

test('a kiosk that is asked again for a booking it does not know books it once, or says that it is unsure or gone', async () => {
  const { comeBack, order, held, confirmed, released, papers } = openKiosk();
  const again = { ...order, again: true } as const;
  const own = ownSecret(order.bookingId);
  const asked = comeBack(again);
  const beside = comeBack(again);
  held[0]?.(OFFLINE);
  // The kiosk that the desk asked first may have booked the appointment time. Without an answer of the centre the result is therefore
  // unsure, and no appointment time is released.
  expect([await asked, await beside, released]).toEqual([{ is: 'unsure' }, { is: 'unsure' }, []]);
  const booking = comeBack(again);
  held[1]?.(succeed({ hold: own }));
  await expect.poll(() => confirmed.length).toBe(1);
  confirmed[0]?.(BOOKED);
  expect([await booking, papers.length]).toMatchObject([{ is: 'booked' }, 1]);
  expect([await comeBack(again), held.length]).toMatchObject([{ is: 'booked' }, 2]);

  const taken = openKiosk();
  const refused = taken.comeBack({ ...taken.order, again: true });
  taken.held[0]?.(refuse({ kind: 'gone' }));
  expect(await refused).toEqual({ is: 'gone' });
  expect([await taken.comeBack({ ...taken.order, again: true }), taken.held.length]).toEqual([{ is: 'gone' }, 1]);

  // A centre of an earlier release answers with a secret other than the kiosk's, so the kiosk cannot know whether the appointment time is
  // booked.
  const old = openKiosk();
  const unsure = old.comeBack({ ...old.order, again: true });
  old.held[0]?.(succeed({ hold: 'other' }));
  expect([await unsure, old.released, old.confirmed.length]).toEqual([{ is: 'unsure' }, ['other'], 0]);
});

test('an order whose first hold gets no answer ends without a booking, also when the desk asks again', async () => {
  const { comeBack, order, held, released } = openKiosk();
  const first = comeBack(order);
  held[0]?.(refuse({ kind: 'slow' }));
  expect(await first).toEqual({ is: 'slow' });
  expect(await comeBack({ ...order, again: true })).toEqual({ is: 'slow' });
  expect([held.length, released]).toEqual([1, [ownSecret(order.bookingId)]]);
});
