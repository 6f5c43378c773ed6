import { describe, expect, test } from 'vitest';
import type { QueueState } from '../../../../../src-main/domain/queue-state.ts';
import { standAtCheckIn } from '../../../../support/check-in-kiosk.ts';
import { newRequestId, service } from '../../../../support/core-process.ts';

const SERVICE = service('empadronament');
const nearby = ['oac-dido'];
/** The office is open until two; the clock shows eleven. */
const UNTIL_TWO = [{ from: '08:30', to: '14:00' }];
const NEVER = { mon: [], tue: [], thu: [], fri: [], sat: [], sun: [] };
const closesAtTwo = { hours: { week: { ...NEVER, wed: UNTIL_TWO } }, calling: { askFromMinutes: 240 } };

async function standBeforeList(minutes: QueueState['minutes'], profile: Record<string, unknown> = {}) {
  const state: QueueState = { waiting: 12, minutes };
  const queueStates = { ofService: () => state, ofTicket: () => state };
  const place = await standAtCheckIn(() => [], { profile, parts: { queueStates } });
  place.touch('openEntry', { visitType: 'walk-in' });
  return place;
}

describe('a long wait', () => {
  test('is shown before a number is given, and the citizen may still take the number', async () => {
    const place = await standBeforeList({ from: 60, to: 90 });
    expect(place.view()).toMatchObject({ screen: 'services' });
    place.touch('askWait', { serviceId: SERVICE });
    expect(place.view()).toMatchObject({ screen: 'long-wait', reach: 'likely', queue: { waiting: 12 }, byKey: false });
    place.touch('takeTicket', {
      requestId: newRequestId(),
      serviceId: SERVICE,
      visitType: 'walk-in',
      language: 'ca',
    });
    expect(place.view()).toMatchObject({ ticket: { serviceId: SERVICE } });
  });

  test('offers a way back to the list, and to another office that is open', async () => {
    const place = await standBeforeList({ from: 60, to: 90 }, { nearby });
    place.touch('askWait', { serviceId: SERVICE });
    expect(place.view()).toMatchObject({ elsewhere: { name: 'OAC Didó' } });
    place.touch('goToOtherOffice', {});
    expect(place.view()).toMatchObject({ screen: 'other-office', name: 'OAC Didó' });
    place.touch('back', {});
    expect(place.view()).toMatchObject({ screen: 'long-wait' });
    place.touch('back', {});
    expect(place.view()).toMatchObject({ screen: 'services' });
  });

  test('that ends after the office closes is shown, whatever its length', async () => {
    for (const { from, to, reach } of [
      { from: 100, to: 180, reach: null },
      { from: 100, to: 190, reach: 'doubtful' },
      { from: 180, to: 240, reach: 'not' },
    ]) {
      const place = await standBeforeList({ from, to }, closesAtTwo);
      place.touch('askWait', { serviceId: SERVICE });
      expect(place.view()).toMatchObject(
        reach === null ? { screen: 'services' } : { screen: 'long-wait', reach, endsAt: '14:00' },
      );
    }
  });

  test('is not shown if it is unknown or short', async () => {
    for (const minutes of [null, { from: 10, to: 20 }]) {
      const place = await standBeforeList(minutes);
      const choices: unknown = place.view();
      expect(JSON.stringify(choices)).not.toContain('asks');
      place.touch('askWait', { serviceId: SERVICE });
      expect(place.view()).toMatchObject({ screen: 'services' });
    }
  });

  test('is shown after the ticket key of a keypad, on any screen, and a second press of the key takes the number', async () => {
    const key = () => ({ requestId: newRequestId(), serviceId: SERVICE, language: 'ca' as const });
    const place = await standBeforeList({ from: 60, to: 90 });
    place.touch('back', {});
    expect(place.view()).toMatchObject({ screen: 'idle' });
    place.touch('pressTicketKey', key());
    expect(place.view()).toMatchObject({ screen: 'long-wait', serviceId: SERVICE, byKey: true });
    place.touch('back', {});
    expect(place.view()).toMatchObject({ screen: 'services', visitType: 'walk-in' });
    place.touch('pressTicketKey', key());
    expect(place.view()).toMatchObject({ screen: 'long-wait' });
    // A trembling hand may press twice before anything was spoken, so a second press after one second takes no number.
    place.clock.advance(1_000);
    place.touch('pressTicketKey', key());
    expect(place.view()).toMatchObject({ screen: 'long-wait' });
    place.clock.advance(1_000);
    place.touch('pressTicketKey', key());
    expect(place.view()).toMatchObject({ ticket: { serviceId: SERVICE } });
    const short = await standBeforeList({ from: 10, to: 15 });
    short.touch('pressTicketKey', key());
    expect(short.view()).toMatchObject({ ticket: { serviceId: SERVICE } });
  });
});
