import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ServiceId } from '../../../../../src-main/contract/shared/ids.ts';
import { type CheckInWishes, MINUTE_MS, NOW_MS, standAtCheckIn } from '../../../../support/check-in-kiosk.ts';
import { chooseService, type Place, presentLocator } from '../../../../support/citizen-with-appointment.ts';
import { demonstrationOffice, newRequestId } from '../../../../support/core-process.ts';

const { services }: { services: { serviceId: string; ways: string[]; documents?: unknown }[] } = JSON.parse(
  readFileSync(demonstrationOffice, 'utf8'),
);
const ALONE = { groups: [], services: services.filter(({ serviceId }) => serviceId === 'empadronament') };

const standWith = (
  ways: readonly string[],
  { profile = {}, ...more }: Pick<CheckInWishes, 'profile' | 'scanner'> = {},
  wish: Parameters<typeof standAtCheckIn>[0] = () => [],
) => standAtCheckIn(wish, { profile: { checkIn: { ways }, ...profile }, ...more });
const enter = (place: Place) => place.touch('openEntry', { visitType: 'appointment' });
const screens = (place: Place) => place.states.map(({ view }) => view.screen);

describe('a check-in with one method', () => {
  test.each([
    ['locator', 'locator-keypad'],
    ['document', 'services'],
    ['no-code', 'services'],
  ])('offers no choice: %s is shown at once, and back leads out', async (way, screen) => {
    const place = await standWith([way]);
    expect(enter(place)).toEqual({ ok: true, value: null });
    expect(place.view().screen).toBe(screen);
    const { sessionId } = place.now();
    expect(place.touch('back', {}).ok).toBe(true);
    expect(place.view().screen).toBe('idle');
    expect(place.now().sessionId).not.toBe(sessionId);
    expect(screens(place)).not.toContain('check-in');
  });

  test('leads back from the keypad to the list before it, and out from there', async () => {
    const place = await standWith(['document']);
    enter(place);
    chooseService(place);
    expect(place.view().screen).toBe('document-keypad');
    place.touch('back', {});
    expect(place.view()).toMatchObject({ screen: 'services', purpose: 'check-in' });
    place.touch('back', {});
    expect(place.view().screen).toBe('idle');
  });

  test('and one service leads to the keypad in one touch, and back leads out past both', async () => {
    const place = await standWith(['document'], { profile: ALONE });
    enter(place);
    expect(place.view().screen).toBe('document-keypad');
    place.touch('openHelp', {});
    place.touch('back', {});
    expect(place.view().screen).toBe('document-keypad');
    place.touch('back', {});
    expect(screens(place)).toEqual(['idle', 'document-keypad', 'help', 'document-keypad', 'idle']);
  });

  test('leads back to its own screen for another try', async () => {
    const place = await standWith(['locator']);
    enter(place);
    presentLocator(place, place.bookings.book({ startMs: NOW_MS }).locator);
    expect(place.view()).toMatchObject({ screen: 'check-in-result' });
    place.touch('back', {});
    expect(place.view().screen).toBe('locator-keypad');
  });

  test('by scanner shows how to scan, and a code is accepted there', async () => {
    const place = await standWith(['scan'], {}, (book) => [book({ startMs: NOW_MS + 5 * MINUTE_MS })]);
    enter(place);
    expect(place.view()).toEqual({ screen: 'check-in', methods: ['scan'], scans: true, fromHome: false });
    place.scan(place.booked[0]?.qr ?? '');
    expect(place.view()).toMatchObject({ ticket: { visitType: 'appointment' } });
  });

  test('by a scanner that does not work shows that, and back leads out', async () => {
    const place = await standWith(['scan'], { scanner: () => 'not-there' });
    enter(place);
    expect(place.view()).toEqual({ screen: 'check-in', methods: [], scans: false, fromHome: false });
    place.touch('back', {});
    expect(place.view().screen).toBe('idle');
  });

  test('beside a scanner is offered as a choice while the scanner works, and opened directly once it does not', async () => {
    const reading = await standWith(['scan', 'locator']);
    enter(reading);
    expect(reading.view()).toMatchObject({ screen: 'check-in', methods: ['scan', 'locator'] });
    const broken = await standWith(['scan', 'locator'], { scanner: () => 'not-there' });
    enter(broken);
    expect(broken.view().screen).toBe('locator-keypad');
  });

  test('is entered by a touch of the façade only', async () => {
    const place = await standWith(['document']);
    const stamp = { sessionId: place.now().sessionId, stateNo: place.now().stateNo };
    for (const kind of [undefined, 'stale-command'])
      expect(place.kiosk.handle('openEntry', { stamp, visitType: 'appointment' })).toMatchObject(
        kind === undefined ? { ok: true } : { error: { kind } },
      );
  });
});

describe('an office with one service', () => {
  const one = { ...ALONE, services: ALONE.services.map((service) => ({ ...service, ways: ['walk-in'] })) };

  test('gives its number at the first touch, in the language and with the wishes of the session', async () => {
    const place = await standWith(['locator'], { profile: one });
    place.touch('chooseLanguage', { language: 'en' });
    place.touch('setAttention', { attention: { preferential: true, comeAndFetch: false } });
    expect(place.touch('openEntry', { visitType: 'walk-in' })).toEqual({ ok: true, value: null });
    expect(place.view()).toMatchObject({ ticket: { serviceId: 'empadronament', label: expect.any(String) } });
    expect(place.events('ticket-issued')).toMatchObject([{ language: 'en', preferential: true }]);
    expect(screens(place)).not.toContain('services');
  });

  test('gives one number for a touch that comes twice', async () => {
    const place = await standWith(['locator'], { profile: one });
    const stamp = { sessionId: place.now().sessionId, stateNo: place.now().stateNo };
    for (let time = 1; time <= 2; time += 1) place.kiosk.handle('openEntry', { stamp, visitType: 'walk-in' });
    expect(place.events('ticket-issued')).toHaveLength(1);
  });

  test('shows the service after its number was given up, and gives no other by itself', async () => {
    const place = await standWith(['locator'], { profile: one });
    place.touch('openEntry', { visitType: 'walk-in' });
    const view = place.view();
    if (!('ticket' in view)) throw new Error(view.screen);
    place.touch('withdrawTicket', { ticketId: view.ticket.ticketId });
    expect(place.view()).toMatchObject({ screen: 'services', open: 'one', choices: [{ serviceId: 'empadronament' }] });
  });

  test('leads a citizen without an appointment, or with a wish for a second number, straight to it', async () => {
    const place = await standWith(['scan', 'locator'], { profile: ALONE }, (book) => [
      book({ startMs: NOW_MS + 24 * 60 * MINUTE_MS }),
      book({ startMs: NOW_MS }),
    ]);
    place.scan(place.booked[0]?.qr ?? '');
    expect(place.view()).toMatchObject({ result: 'wrong-day', walkIn: 'ticket' });
    place.scan(place.booked[1]?.qr ?? '');
    place.finish();
    place.scan(place.booked[1]?.qr ?? '');
    place.touch('askAnotherTicket', {});
    place.touch('takeWalkIn', { requestId: newRequestId() });
    expect(place.view()).toMatchObject({ ticket: { visitType: 'walk-in' } });
  });
});

describe('the documents to bring', () => {
  const listed = services.filter(({ documents }) => documents !== undefined);

  test('are printed from the help screen itself for one service', async () => {
    const place = await standAtCheckIn();
    expect(listed).toHaveLength(1);
    const serviceId = ServiceId.parse(listed[0]?.serviceId);
    place.touch('openHelp', {});
    expect(place.view()).toMatchObject({ screen: 'help', documents: { lists: 'one', serviceId, paper: null } });
    expect(place.touch('openDocuments', {})).toMatchObject({ error: { kind: 'no-documents' } });
    expect(place.touch('printDocuments', { serviceId })).toEqual({ ok: true, value: null });
    expect(place.view()).toMatchObject({ screen: 'help', documents: { paper: expect.any(String) } });
  });

  test('have a screen of their own for several services', async () => {
    const [first] = listed;
    const more = services.map((service) => ({ ...service, documents: first?.documents }));
    const place = await standAtCheckIn(undefined, { profile: { services: more } });
    place.touch('openHelp', {});
    expect(place.view()).toMatchObject({ documents: { lists: 'several' } });
    place.touch('openDocuments', {});
    expect(place.view().screen).toBe('documents');
  });
});

test('a single language is not offered as a choice', async () => {
  const place = await standAtCheckIn(undefined, { profile: { languages: ['ca'] } });
  expect(place.touch('openLanguages', {})).toMatchObject({ error: { kind: 'not-possible-here' } });
  expect(place.view().screen).toBe('idle');
});
