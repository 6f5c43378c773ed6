import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { DeskOrder } from '../../../../../src-main/calling/contract/desk.ts';
import { ASKED_FOR_MS } from '../../../../../src-main/calling/steps/word-after.ts';
import { OfficeProfile } from '../../../../../src-main/contract/shared/office-profile.ts';
import { succeed } from '../../../../../src-main/domain/result.ts';
import { createOffice } from '../../../../../src-main/office/steps/office.ts';
import { standAtCheckIn } from '../../../../support/check-in-kiosk.ts';
import { service } from '../../../../support/core-process.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { must } from '../../../../support/must.ts';
import { shippedOffice } from '../../../../support/shipped-office.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { createTestDesks } from '../../../../support/test-desks.ts';
import { openTestStore } from '../../../../support/test-store.ts';
import { ticketOrder } from '../../../../support/ticket-order.ts';

const NINE = Date.parse('2026-11-24T08:00:00Z');

/** The office's first service is sensitive. */
function openDesk(changes: object = { wordAtKiosk: true }) {
  const loaded = shippedOffice();
  const clock = createManualClock(NINE);
  const kept = openTestStore(temporaryFolder(), clock);
  // A sensitive service must not have a list of documents, so the lists are removed.
  const plain = loaded.profile.services.map((one) => ({ ...one, documents: undefined }));
  const [first, ...services] = plain;
  const profile = OfficeProfile.parse({
    ...loaded.profile,
    hub: { port: 8_443 },
    desks: [{ deskId: 'taula-1', name: { ca: '1' } }],
    services: [{ ...first, sensitive: true }, ...services],
    ...changes,
  });
  const office = createOffice({ ...loaded, profile }, [], clock);
  const { word, order, forget } = createTestDesks(kept, { office, clock });
  return {
    clock,
    word,
    sent: () => JSON.stringify(kept.outbox.next(1_000)),
    /** Takes a ticket and ends its visit. `how`: the desk's last command. */
    visit(serviceId = services[0]?.serviceId ?? '', how: 'finish' | 'no-show' = 'finish'): void {
      clock.advance(1_000);
      const own = profile.services.find((one) => one.serviceId === serviceId);
      kept.store.issue(ticketOrder({ series: own?.series ?? 'A', serviceId: service(serviceId) }));
      forget();
      const called = must(order('taula-1', DeskOrder.parse({ orderId: randomUUID(), kind: 'call-next' })));
      order('taula-1', DeskOrder.parse({ orderId: randomUUID(), kind: how, ticketId: called.ticketId }));
      forget();
    },
    sensitive: first?.serviceId ?? '',
  };
}

test('the first screen asks about a visit once a desk has ended one, for some minutes, and takes one answer for each visit', () => {
  const { clock, word, visit, sensitive } = openDesk();
  expect([word.isAsked(), word.answer('good')]).toEqual([false, { ok: false, error: { kind: 'not-asked' } }]);
  visit(undefined, 'no-show');
  visit(sensitive);
  expect(word.isAsked()).toBe(false);
  visit();
  visit();
  expect(word.isAsked()).toBe(true);
  for (const face of ['great', 'bad'] as const) expect(word.answer(face)).toMatchObject({ ok: true });
  expect([word.isAsked(), word.answer('great').ok]).toEqual([false, false]);
  visit();
  expect(word.isAsked()).toBe(true);
  clock.advance(ASKED_FOR_MS);
  expect(word.isAsked()).toBe(false);
});

test('answers reach the centre only as the counts of a past day, never one by one', () => {
  const { clock, word, visit, sent } = openDesk();
  for (const face of ['great', 'great', 'bad'] as const) {
    visit();
    word.answer(face);
    word.look();
  }
  expect(sent()).not.toMatch(/words-counted|great/);
  clock.advance(24 * 3_600_000);
  for (let again = 0; again < 2; again += 1) word.look();
  const counts = { day: '2026-11-24', awful: 0, bad: 1, fair: 0, good: 0, great: 2 };
  expect(sent().match(/words-counted/g)).toHaveLength(1);
  expect(sent()).toContain(JSON.stringify(counts));
});

test('the first screen asks nothing without `wordAtKiosk`, or in a sensitive office', () => {
  for (const changes of [{}, { wordAfter: true }, { wordAtKiosk: true, sensitive: true }]) {
    const { word, visit } = openDesk(changes);
    visit();
    expect([word.isAsked(), word.answer('good').ok]).toEqual([false, false]);
  }
});

test('a touch on the first screen opens the faces, a face is counted once and thanked, and no face is taken without the question', async () => {
  const given: string[] = [];
  const word = {
    isAsked: () => given.length === 0,
    answer: (face: string) => {
      given.push(face);
      return succeed(null);
    },
    look: () => undefined,
  };
  const place = await standAtCheckIn(undefined, { parts: { word } });
  place.finish();
  expect(place.view()).toMatchObject({ screen: 'idle', asksWord: true });
  expect(place.touch('giveWord', { face: 'good' })).toMatchObject({ ok: false });
  expect(place.touch('openWord', {}).ok).toBe(true);
  expect(place.view()).toMatchObject({ screen: 'word', faces: { length: 5 } });
  expect(place.touch('giveWord', { face: 'good' }).ok).toBe(true);
  expect([given, place.view()]).toEqual([['good'], { screen: 'word-thanks' }]);
  expect(place.touch('giveWord', { face: 'bad' })).toMatchObject({ ok: false });
  place.touch('finish', {});
  expect(place.view()).not.toHaveProperty('asksWord');
  expect(place.touch('openWord', {})).toMatchObject({ ok: false });
});
