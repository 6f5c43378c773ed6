import { checkDigit } from '../../src-main/check-in/rules/machine-readable-zone.ts';
import type { Screen } from '../../src-main/session/contract/view-state.ts';
import { MINUTE_MS, NOW_MS, type standAtCheckIn } from './check-in-kiosk.ts';
import { newRequestId, service } from './core-process.ts';
import { must } from './must.ts';

export type Place = Awaited<ReturnType<typeof standAtCheckIn>>;

/** DNI numbers that are published for tests and belong to no person. `NOBODYS` has no appointment. */
export const MINE = '12345678Z';
export const NOBODYS = '99999999R';

export const at = (minutes: number): number => NOW_MS + minutes * MINUTE_MS;

const ACOLLIDA = {
  serviceId: 'acollida',
  series: 'F',
  name: { ca: 'Primera acollida' },
  pictogram: 'hands',
  ways: ['walk-in', 'appointment'],
};
const ORIENTACIO = {
  serviceId: 'orientacio',
  series: 'H',
  name: { ca: 'Informació' },
  pictogram: 'info',
  ways: ['walk-in', 'appointment'],
};
export const SENSITIVE_SERVICES = [ACOLLIDA, ORIENTACIO] as const;

export const chooseService = (place: Place, serviceId = 'empadronament') =>
  place.touch('chooseCheckInService', { requestId: newRequestId(), serviceId: service(serviceId) });

export const takeTicket = (place: Place, requestId = newRequestId()) =>
  place.touch('takeTicket', {
    requestId,
    serviceId: service('empadronament'),
    visitType: 'walk-in',
    language: 'ca',
  });

export function openKeypad(place: Place, method: 'locator' | 'document'): void {
  must(place.touch('openEntry', { visitType: 'appointment' }));
  must(place.touch('openCheckIn', { method }));
}

export const presentLocator = (place: Place, text: string) =>
  place.touch('presentLocator', { requestId: newRequestId(), text });

export const presentDocument = (place: Place, text: string) =>
  place.touch('presentDocument', { requestId: newRequestId(), kind: 'dni', text });

/** Types a document's number. If several services take appointments, the screen asks for one of them first, and `serviceId` is chosen. */
export function typeDocument(place: Place, text: string, serviceId?: string): Screen {
  place.finish();
  openKeypad(place, 'document');
  if (place.view().screen === 'services') must(chooseService(place, serviceId));
  // Result ignored: the test reads the screen.
  presentDocument(place, text);
  return place.view();
}

export function typeLocator(place: Place, text: string): Screen {
  if (place.view().screen !== 'locator-keypad') {
    place.finish();
    openKeypad(place, 'locator');
  }
  // Result ignored: the test reads the screen.
  presentLocator(place, text);
  return place.view();
}

/** The machine-readable zone on the back of an invented person's card. */
export function zoneOf(number: string): string {
  const support = 'BAA000589';
  const first = `IDESP${support}${checkDigit(support)}${number.padEnd(15, '<')}`;
  const [birth, expiry] = ['800101', '310602'].map((date) => date + checkDigit(date));
  const composite = checkDigit(`${first.slice(5)}${birth}${expiry}<<<<<<<<<<<`);
  return [first, `${birth}F${expiry}ESP<<<<<<<<<<<${composite}`, 'ESPANOLA<ESPANOLA<<CARMEN<<<<<'].join('\r');
}
