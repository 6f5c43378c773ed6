import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TRIES_IN_A_SESSION, TRIES_OF_A_DEVICE } from '../../../../../src-main/check-in/rules/tries.ts';
import { TicketId } from '../../../../../src-main/contract/shared/ids.ts';
import { MINUTE_MS, NOW_MS, standAtCheckIn } from '../../../../support/check-in-kiosk.ts';
import {
  at,
  chooseService,
  MINE,
  NOBODYS,
  type Place,
  presentLocator,
  SENSITIVE_SERVICES,
  takeTicket,
  typeDocument,
  typeLocator,
  zoneOf,
} from '../../../../support/citizen-with-appointment.ts';
import { newRequestId } from '../../../../support/core-process.ts';

describe('a guesser', () => {
  const wrong = (place: Place) => place.bookings.book({ startMs: at(5) }).locator;
  const guessAll = (place: Place) => {
    for (let count = 0; count < TRIES_OF_A_DEVICE; count += 1) {
      place.finish();
      place.scan(wrong(place));
    }
    place.finish();
  };

  test('with scanned codes is slowed down too, and then a right code is not looked up', async () => {
    const place = await standAtCheckIn((book) => [book({ startMs: at(8), documentNumber: MINE })]);
    guessAll(place);
    const right = place.booked[0];
    place.scan(right?.locator ?? '');
    expect(place.view()).toMatchObject({ result: 'ask-at-desk' });
    place.finish();
    place.scan(zoneOf(MINE));
    chooseService(place);
    expect(place.view()).toMatchObject({ result: 'ask-at-desk' });
    expect(place.events('appointment-checked-in')).toEqual([]);
    place.finish();
    place.scan(right?.qr ?? '');
    expect(place.view()).toMatchObject({ ticket: { visitType: 'appointment' } });
  });

  test.each([
    ['stands still', 0],
    ['was set forward by ten years', 10 * 365 * 24 * 60],
    ['was set back by ten years', -10 * 365 * 24 * 60],
  ])(
    'is not freed by a power cut while the wall clock %s, and is held up no longer than ten minutes',
    async (_how, minutes) => {
      const place = await standAtCheckIn();
      guessAll(place);
      place.clock.setWall(at(minutes));
      place.kiosk.tick();
      expect(typeLocator(place, wrong(place))).toMatchObject({ result: 'ask-at-desk' });
      place.close();
      const again = await standAtCheckIn(() => [], { data: place.data });
      again.clock.setWall(at(minutes));
      again.kiosk.tick();
      const typed = () => typeLocator(again, wrong(again));
      expect(typed()).toMatchObject({ result: 'ask-at-desk' });
      again.finish();
      again.wait(10 * MINUTE_MS - 1);
      expect(typed()).toMatchObject({ result: 'ask-at-desk' });
      again.finish();
      again.wait(1);
      again.clock.setWall(NOW_MS);
      expect(typed()).not.toMatchObject({ result: 'ask-at-desk' });
    },
  );

  test('whose failures are old is not held up after a power cut', async () => {
    const place = await standAtCheckIn();
    guessAll(place);
    place.wait(10 * MINUTE_MS);
    place.close();
    const again = await standAtCheckIn(() => [], { data: place.data });
    expect(typeLocator(again, wrong(again))).toMatchObject({ result: 'not-found' });
  });

  test('is counted in memory if the disk refuses writes, and citizens are still served', async () => {
    const place = await standAtCheckIn((book) => [book({ startMs: at(8) })]);
    place.opened.database.exec(
      "CREATE TRIGGER full BEFORE UPDATE ON tries BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    );
    place.scan(wrong(place));
    expect(place.view()).toMatchObject({ result: 'not-found' });
    guessAll(place);
    expect(typeLocator(place, wrong(place))).toMatchObject({ result: 'ask-at-desk' });
  });

  test('is slowed down in a sensitive office too, where every number gets a turn, whether it was found or not', async () => {
    const profile = { sensitive: true, groups: [], services: SENSITIVE_SERVICES };
    const results = async (numbers: readonly string[]) => {
      const place = await standAtCheckIn(
        (book) => [book({ startMs: at(5), documentNumber: MINE, serviceId: 'acollida' })],
        { profile },
      );
      return numbers.map((number) => typeDocument(place, number, 'acollida').screen);
    };
    const strangers = Array.from({ length: TRIES_OF_A_DEVICE + 2 }, () => NOBODYS);
    const seen = await results(strangers);
    expect(seen.slice(0, TRIES_OF_A_DEVICE)).not.toContain('check-in-result');
    expect(seen.slice(TRIES_OF_A_DEVICE)).toEqual(['check-in-result', 'check-in-result']);
    for (const hit of [0, TRIES_OF_A_DEVICE]) expect(await results(strangers.with(hit, MINE))).toEqual(seen);
  });

  test('is sent to the desk after five failures, may take a turn there, and a signed code is still accepted', async () => {
    const place = await standAtCheckIn((book) => [book({ startMs: at(5) })]);
    const sayNo = () => place.bookings.book({ startMs: at(5) }).locator;
    for (let count = 1; count < TRIES_IN_A_SESSION; count += 1) {
      place.touch('back', {});
      if (place.view().screen === 'idle') place.touch('openEntry', { visitType: 'appointment' });
      place.touch('openCheckIn', { method: 'locator' });
      presentLocator(place, sayNo());
      expect(place.view()).toMatchObject({ result: 'not-found' });
    }
    place.touch('back', {});
    place.touch('openCheckIn', { method: 'locator' });
    presentLocator(place, sayNo());
    expect(place.view()).toMatchObject({ result: 'ask-at-desk', nextActions: ['desk', 'walk-in'], walkIn: 'ticket' });
    place.scan(place.booked[0]?.qr ?? '');
    expect(place.view()).toMatchObject({ ticket: { visitType: 'appointment' } });
  });

  test('is slowed down at the device for ten minutes, over all sessions', async () => {
    const place = await standAtCheckIn((book) => [book({ startMs: at(8), documentNumber: MINE })]);
    for (let count = 0; count < TRIES_OF_A_DEVICE; count += 1) typeDocument(place, NOBODYS);
    expect(typeDocument(place, MINE)).toMatchObject({ result: 'ask-at-desk' });
    expect(typeLocator(place, place.booked[0]?.locator ?? '')).toMatchObject({ result: 'ask-at-desk' });
    place.finish();
    place.wait(10 * MINUTE_MS);
    expect(typeDocument(place, MINE)).toMatchObject({ ticket: { visitType: 'appointment' } });
  });
});

test('the reader and the pad say that a turn from home has ended when they get its code, and count no guess', async () => {
  const ticketId = TicketId.parse(randomUUID());
  const over = { ok: true, value: { ticketId, label: 'A001', turn: 'over' } } as const;
  const place = await standAtCheckIn(() => [], {
    parts: { arrivals: { byToken: () => over, byCode: (typed) => (typed === 'A001-1234' ? over : null) } },
  });
  const shown = { screen: 'check-in-result', result: 'turn-over', label: null, nextActions: ['walk-in'] };
  for (let count = 0; count <= TRIES_OF_A_DEVICE; count += 1) {
    place.finish();
    expect(typeLocator(place, 'A001-1234')).toMatchObject(shown);
  }
  place.finish();
  place.touch('openEntry', { visitType: 'walk-in' });
  const request = newRequestId();
  takeTicket(place, request);
  const given = place.store.findByRequest(request);
  place.finish();
  place.scan(`https://exemple.cat/T/${given.ok ? given.value?.followToken : ''}`);
  expect(place.view()).toMatchObject(shown);
});

test('every sequence of scanned and typed texts leaves a way to a turn, and no typed text is shown', async () => {
  const place = await standAtCheckIn((book) => [
    book({ startMs: at(5), documentNumber: MINE }),
    book({ startMs: at(90) }),
    book({ startMs: at(-30), deskId: 'taula-3' }),
  ]);
  const texts = [MINE, NOBODYS, 'https://exemple.cat', ...place.booked.flatMap(({ qr, locator }) => [qr, locator])];
  const step = fc.record({ how: fc.constantFrom('scan', 'locator', 'document'), text: fc.constantFrom(...texts) });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
      for (const { how, text } of steps) {
        place.finish();
        if (how === 'scan') place.scan(text);
        else if (how === 'locator') typeLocator(place, text.slice(0, 40));
        else typeDocument(place, text.slice(0, 40));
        const view = place.view();
        for (const secret of [MINE, NOBODYS, ...place.booked.map(({ locator }) => locator)])
          expect(JSON.stringify(view)).not.toContain(secret);
        if (view.screen !== 'check-in-result') continue;
        const hasNumber = view.result === 'already-checked-in';
        expect(view.nextActions.at(-1)).toBe(hasNumber ? 'another-ticket' : 'walk-in');
        if (hasNumber) place.touch('askAnotherTicket', {});
        expect(place.touch('takeWalkIn', { requestId: newRequestId() })).toEqual({ ok: true, value: null });
        expect(place.view().screen).toBe(view.walkIn === 'ticket' && !hasNumber ? 'printer-trouble' : 'services');
      }
    }),
    { numRuns: 25 },
  );
  expect(place.logged.join('\n')).not.toContain(MINE);
});
