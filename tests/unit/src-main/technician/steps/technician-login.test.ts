import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type LoginEvent,
  openLogin,
  type PinResult,
  stepLogin,
  type TechnicianLogin,
} from '../../../../../src-main/technician/steps/technician-login.ts';

const RESULTS: readonly PinResult[] = ['right', 'chosen', 'wrong', 'easy', 'differs', 'not-kept'];
const EVENTS: readonly LoginEvent[] = [
  { type: 'pin-sent' },
  ...RESULTS.map((result) => ({ type: 'pin-checked', result }) as const),
  { type: 'show', page: 'technician' },
  { type: 'show', page: 'technician-pairing' },
];
const isBehindPin = (login: TechnicianLogin): boolean => login.at !== 'technician-pin';

const run = (hasPin: boolean, events: readonly LoginEvent[]): TechnicianLogin =>
  events.reduce(stepLogin, openLogin(hasPin));
const pinScreen = (step: 'choose' | 'repeat' | 'enter', notice: string | null = null, checking = false) => ({
  at: 'technician-pin',
  step,
  checking,
  notice,
});
const checked = (result: PinResult): LoginEvent[] => [{ type: 'pin-sent' }, { type: 'pin-checked', result }];

describe('the login of a kiosk without a PIN', () => {
  test('asks for one twice, and opens the technician’s page', () => {
    expect(run(false, [])).toEqual(pinScreen('choose'));
    expect(run(false, checked('chosen'))).toEqual(pinScreen('repeat'));
    expect(run(false, [...checked('chosen'), ...checked('right')])).toEqual({ at: 'technician' });
  });

  test('begins again if the two differ or the disk refuses', () => {
    for (const notice of ['differs', 'not-kept'] as const)
      expect(run(false, [...checked('chosen'), ...checked(notice)])).toEqual(pinScreen('choose', notice));
  });

  test('refuses an easy one', () => {
    expect(run(false, checked('easy'))).toEqual(pinScreen('choose', 'easy'));
  });
});

describe('the login of a kiosk with a PIN', () => {
  test('asks for it, reports a wrong one, and opens the page for the right one', () => {
    expect(run(true, checked('wrong'))).toEqual(pinScreen('enter', 'wrong'));
    expect(run(true, [{ type: 'pin-sent' }])).toEqual(pinScreen('enter', null, true));
    expect(run(true, checked('right'))).toEqual({ at: 'technician' });
  });

  test('leads from one page to another', () => {
    expect(run(true, [...checked('right'), { type: 'show', page: 'technician-pairing' }])).toEqual({
      at: 'technician-pairing',
    });
  });

  test('ignores an event without meaning there', () => {
    const login: TechnicianLogin = { at: 'technician' };
    for (const event of EVENTS.filter(({ type }) => type !== 'show')) expect(stepLogin(login, event)).toBe(login);
  });
});

test('the page opens only after a PIN was sent and found right', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.array(fc.constantFrom(...EVENTS), { maxLength: 12 }), (hasPin, events) => {
      let sent = false;
      let login = openLogin(hasPin);
      for (const event of events) {
        const before: TechnicianLogin = login;
        login = stepLogin(before, event);
        if (!isBehindPin(before) && isBehindPin(login)) {
          expect(sent).toBe(true);
          expect(event).toEqual({ type: 'pin-checked', result: 'right' });
        }
        sent = event.type === 'pin-sent' || (sent && event.type !== 'pin-checked');
      }
    }),
  );
});
