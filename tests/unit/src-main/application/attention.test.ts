import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { RequestId, ServiceId } from '../../../../src-main/contract/shared/ids.ts';
import { MINUTE_MS, NOW_MS, standAtCheckIn } from '../../../support/check-in-kiosk.ts';

const ASKED = { preferential: false, comeAndFetch: true };

async function standWithTicket() {
  const place = await standAtCheckIn();
  place.touch('openEntry', { visitType: 'walk-in' });
  place.touch('takeTicket', {
    requestId: RequestId.parse(randomUUID()),
    serviceId: ServiceId.parse('empadronament'),
    visitType: 'walk-in',
    language: 'ca',
  });
  return place;
}

test('who asks to be fetched once the number is given is heard by the centre, by the ticket and without a reason', async () => {
  const place = await standWithTicket();
  const { view } = place.now();
  const ticketId = 'ticket' in view ? view.ticket.ticketId : null;
  place.touch('openAccess', {});
  expect(place.touch('setAttention', { attention: ASKED }).ok).toBe(true);
  expect(place.events('attention-asked')).toEqual([{ ticketId, ...ASKED }]);
  place.touch('back', {});
  expect(place.now().attention).toEqual(ASKED);
  place.touch('setAttention', { attention: { ...ASKED, comeAndFetch: false } });
  expect(place.events('attention-asked').at(-1)).toMatchObject({ ticketId, comeAndFetch: false });
});

test('who asks before goes into the events of the ticket alone, and nothing stays for the next person', async () => {
  const place = await standAtCheckIn();
  place.touch('setAttention', { attention: ASKED });
  expect(place.events('attention-asked')).toEqual([]);
  place.touch('finish', {});
  expect(place.now().attention).toEqual({ preferential: false, comeAndFetch: false });
});

test('who asks and then shows the code of a number they have is heard by the centre before any screen says that it is noted', async () => {
  const place = await standAtCheckIn((book) => [book({ startMs: NOW_MS + 5 * MINUTE_MS })]);
  const qr = place.booked[0]?.qr ?? '';
  place.scan(qr);
  const { view } = place.now();
  const ticketId = 'ticket' in view ? view.ticket.ticketId : null;
  place.finish();

  place.touch('setAttention', { attention: ASKED });
  place.scan(qr);
  expect(place.view()).toMatchObject({ result: 'already-checked-in' });
  expect(place.events('attention-asked')).toEqual([]);
  place.touch('reprintCheckIn', {});
  expect(place.events('attention-asked')).toEqual([{ ticketId, ...ASKED }]);
  place.finish();

  // Beside their number, before it is on paper again.
  place.scan(qr);
  place.touch('openAccess', {});
  place.touch('setAttention', { attention: { ...ASKED, preferential: true } });
  expect(place.events('attention-asked').at(-1)).toEqual({ ticketId, preferential: true, comeAndFetch: true });
});
