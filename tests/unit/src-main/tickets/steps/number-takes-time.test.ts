import { expect, test } from 'vitest';
import { MINUTE_MS, NOW_MS, standAtCheckIn } from '../../../../support/check-in-kiosk.ts';
import {
  MINE,
  NOBODYS,
  openKeypad,
  presentDocument,
  SENSITIVE_SERVICES,
} from '../../../../support/citizen-with-appointment.ts';

const [WELCOME, ORIENTATION] = SENSITIVE_SERVICES;

async function standWithSlowHashes() {
  const asked: { number: string; ready: () => void }[] = [];
  const place = await standAtCheckIn((book) => [book({ startMs: NOW_MS + 5 * MINUTE_MS, serviceId: 'acollida' })], {
    profile: { sensitive: true, groups: [], services: [WELCOME, { ...ORIENTATION, ways: ['walk-in'] }] },
    identification: {
      documentHashes: (number) =>
        new Promise((resolve) => void asked.push({ number, ready: () => resolve([`hash of ${number}`]) })),
    },
  });
  openKeypad(place, 'document');
  const type = (text: string) => presentDocument(place, text);
  const ready = async () => {
    asked.at(-1)?.ready();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { place, asked, type, ready };
}

test('a number is answered at once, and its ticket comes when it has been looked up', async () => {
  const { place, type, ready } = await standWithSlowHashes();
  expect(type(MINE)).toEqual({ ok: true, value: null });
  expect(place.view().screen).toBe('document-keypad');
  await ready();
  expect(place.view()).toMatchObject({ ticket: { serviceId: 'acollida' } });
});

test('a person who has gone back meanwhile gets no ticket', async () => {
  const { place, type, ready } = await standWithSlowHashes();
  type(MINE);
  place.touch('back', {});
  const { screen } = place.view();
  await ready();
  expect(place.view().screen).toBe(screen);
  expect(place.papers).toEqual([]);
});

test('the next person at the same screen gets no ticket either', async () => {
  const { place, type, ready } = await standWithSlowHashes();
  type(MINE);
  place.finish();
  openKeypad(place, 'document');
  await ready();
  expect(place.view().screen).toBe('document-keypad');
  expect(place.papers).toEqual([]);
});

test('no ticket is given once the program is ending, because no slip would come', async () => {
  const { place, type, ready } = await standWithSlowHashes();
  type(MINE);
  place.kiosk.stop();
  await ready();
  place.scan(place.booked[0]?.qr ?? '');
  expect(place.papers).toEqual([]);
  expect(place.events('ticket-issued')).toEqual([]);
});

test('of two numbers at once one is looked up, so that each guess is counted before the next', async () => {
  const { place, asked, type, ready } = await standWithSlowHashes();
  expect([type(MINE), type(NOBODYS)]).toEqual([
    { ok: true, value: null },
    { ok: true, value: null },
  ]);
  expect(asked.map(({ number }) => number)).toEqual([MINE, NOBODYS]);
  asked[1]?.ready();
  await Promise.resolve();
  expect(place.papers).toEqual([]);
  asked[0]?.ready();
  await ready();
  expect(place.papers).toHaveLength(1);
});
