import { describe, expect, test } from 'vitest';
import { TICKET_LANGUAGES } from '../../../../../config/languages.ts';
import { formatTime } from '../../../../../config/locales/dates.ts';
import { ticketText } from '../../../../../config/locales/ticket-words.ts';
import { OfficeId } from '../../../../../src-main/contract/shared/ids.ts';
import { composeDirections } from '../../../../../src-main/office/view/directions-document.ts';
import { MINUTE_MS, NOW_MS, standAtCheckIn } from '../../../../support/check-in-kiosk.ts';

const DAY_MS = 86_400_000;
const at = (minutes: number): number => NOW_MS + minutes * MINUTE_MS;
const DIRECTIONS = { ca: 'Segon carrer a la dreta.', en: 'Second street on the right.' };
const nearby = [{ officeId: 'oac-dido', directions: DIRECTIONS }];

/** A person whose appointment was moved to another office shows its code here. */
async function standInTheWrongOffice(startMs = at(60), profile: Record<string, unknown> = { nearby }, to = 'oac-dido') {
  const place = await standAtCheckIn((book) => [book({ startMs })], { profile });
  const movedTo = { officeId: OfficeId.parse(to), start: new Date(startMs).toISOString() };
  const changes = place.booked.map(({ appointment }) => ({
    kind: 'appointment-changed' as const,
    appointment: { ...appointment, state: 'moved' as const, movedTo },
  }));
  expect(place.centre.keepChanges(changes, '2').ok).toBe(true);
  place.scan(place.booked[0]?.qr ?? '');
  expect(place.view()).toMatchObject({ result: 'wrong-office' });
  return place;
}

describe('a person in the wrong office', () => {
  test('is offered the other office first, and may still take a turn here', async () => {
    const place = await standInTheWrongOffice();
    expect(place.view()).toMatchObject({ nextActions: ['other-office', 'walk-in'] });
  });

  test('sees its address, hours and directions, and can go back to the result', async () => {
    const place = await standInTheWrongOffice();
    place.touch('goToOtherOffice', {});
    expect(place.view()).toEqual({
      screen: 'other-office',
      name: 'OAC Didó',
      address: 'Plaça Didó, 5',
      day: '2026-11-25',
      hours: [
        { from: '08:30', to: '15:00' },
        { from: '16:00', to: '18:00' },
      ],
      directions: DIRECTIONS.ca,
      paper: null,
      place: null,
    });
    place.touch('chooseLanguage', { language: 'en' });
    expect(place.view()).toMatchObject({ directions: DIRECTIONS.en });
    place.touch('back', {});
    expect(place.view()).toMatchObject({ screen: 'check-in-result', result: 'wrong-office' });
  });

  test('sees the hours of the day of the appointment, not of today', async () => {
    const place = await standInTheWrongOffice(at(0) + DAY_MS);
    place.touch('goToOtherOffice', {});
    expect(place.view()).toMatchObject({ day: '2026-11-26', hours: [{ from: '08:30', to: '15:00' }] });
  });

  test('sees only name and address of an office that is not nearby', async () => {
    const place = await standInTheWrongOffice(at(60), {});
    place.touch('goToOtherOffice', {});
    expect(place.view()).toMatchObject({ name: 'OAC Didó', hours: null, directions: null });
  });

  test('ends the session if the address is unknown', async () => {
    const place = await standInTheWrongOffice(at(60), {}, 'oac-desconeguda');
    expect(place.view()).toMatchObject({ where: null, nextActions: ['other-office', 'walk-in'] });
    place.touch('goToOtherOffice', {});
    expect(place.view().screen).toBe('idle');
  });

  test('can print the directions once at a time, and sees if no slip comes', async () => {
    const place = await standInTheWrongOffice();
    place.touch('goToOtherOffice', {});
    const stale = { sessionId: place.now().sessionId, stateNo: place.now().stateNo };
    place.touch('printDirections', {});
    expect(place.kiosk.handle('printDirections', { stamp: stale })).toMatchObject({ ok: false });
    expect(place.papers).toHaveLength(1);
    expect(place.papers[0]).toMatchObject({
      kind: 'directions',
      ticket: null,
      language: 'ca',
      directions: { name: 'OAC Didó', directions: DIRECTIONS },
    });
    expect(place.view()).toMatchObject({ screen: 'other-office', paper: 'no-printer' });
    // A second request is refused, so that the queue does not fill with slips that all come out once there is paper again.
    expect(place.touch('printDirections', {})).toMatchObject({ error: { kind: 'paper-under-way' } });
    expect(place.papers).toHaveLength(1);
    place.finish();
    expect(place.view().screen).toBe('idle');
    expect(place.events('ticket-issued')).toEqual([]);
  });

  test('is followed by the next person as soon as a code is scanned', async () => {
    const place = await standInTheWrongOffice();
    place.touch('goToOtherOffice', {});
    const { sessionId } = place.now();
    place.scan('K7Q2MZ5T');
    expect(place.now().sessionId).not.toBe(sessionId);
  });
});

test('a closed office shows the way to the nearest open one', async () => {
  const shut = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
  const place = await standAtCheckIn(undefined, { profile: { nearby, hours: { week: shut } } });
  expect(place.view()).toMatchObject({ screen: 'closed', elsewhere: { name: 'OAC Didó' } });
  place.touch('goToOtherOffice', {});
  expect(place.view()).toMatchObject({ screen: 'other-office', name: 'OAC Didó', directions: DIRECTIONS.ca });
  place.touch('back', {});
  expect(place.view().screen).toBe('closed');
});

test('a result about this office offers no other office', async () => {
  const place = await standAtCheckIn((book) => [book({ startMs: at(180) })], { profile: { nearby } });
  expect(place.touch('goToOtherOffice', {})).toMatchObject({ error: { kind: 'not-possible-here' } });
  place.scan(place.booked[0]?.qr ?? '');
  expect(place.touch('goToOtherOffice', {})).toMatchObject({ error: { kind: 'not-possible-here' } });
  expect(place.touch('printDirections', {})).toMatchObject({ error: { kind: 'not-possible-here' } });
});

describe('the slip of another office', () => {
  const resources = { profile: { phone: '010' }, logo: null, words: { text: ticketText, time: formatTime } };
  const slip = (language: (typeof TICKET_LANGUAGES)[number], hours: { from: string; to: string }[] | null) =>
    composeDirections(resources as never, language, {
      name: 'OAC Didó',
      address: 'Plaça Didó, 5',
      directions: DIRECTIONS,
      day: '2026-11-25',
      hours,
    }).blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : []));

  test('has name, address, the hours of the day and the directions', () => {
    expect(slip('en', [{ from: '08:30', to: '15:00' }])).toEqual([
      ticketText('en', 'directions-title'),
      'OAC Didó',
      'Plaça Didó, 5',
      'Opening hours on 25.11.2026:',
      '8:30 to 15:00',
      DIRECTIONS.en,
      ticketText('en', 'ask-by-phone', { phone: '010' }),
    ]);
  });

  test('states in every language that the office is closed, and leaves out unknown hours', () => {
    for (const language of TICKET_LANGUAGES) {
      expect(slip(language, [])).toContain(ticketText(language, 'directions-closed'));
      expect(slip(language, null).join(' ')).not.toContain('2026');
    }
  });
});
