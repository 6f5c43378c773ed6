import { expect, test } from 'vitest';
import {
  firstOffice,
  isLong,
  isSame,
  numbersOf,
  placeIn,
  readAs,
  typedCode,
} from '../../../../src-central/pages/enrolment/rules.ts';
import { ROLES } from '../../../../src-central/pages/people/roles.ts';
import { PairingCode, WaitingEnrolment } from '../../../../src-main/contract/centre/enrolment.ts';
import { PERSON_ROLES } from '../../../../src-main/contract/centre/people.ts';

const KIOSK = '0197f5a0-3c1e-7c4b-9a55-000000000602';
const office = {
  officeId: 'oac',
  name: 'OAC',
  freeSlots: [1, 3, 10],
  endedSlots: [1],
  kiosks: [{ kioskId: KIOSK, slot: 2, name: 'quiosc 2' }],
};
const full = { ...office, officeId: 'plena', freeSlots: [], endedSlots: [], kiosks: [] };
const waiting = (more: object = {}): WaitingEnrolment =>
  WaitingEnrolment.parse({
    fingerprint: '4829073QKX15664BN7R2TM0Z1',
    expiresAt: '2026-11-24T09:31:00.000Z',
    version: '1.0.0',
    build: 'official',
    wantedSlot: null,
    replaces: false,
    offices: [office, full],
    ...more,
  });

test('a pairing code is read in small letters, with spaces and hyphens', () => {
  for (const typed of ['BCDF2345', 'bcdf 2345', ' bcdf-2345 ', 'bcdf·2345'])
    expect(PairingCode.safeParse(typedCode(typed)).success, typed).toBe(true);
});

test('the last group of a fingerprint is accepted only whole, and O counts as 0, L and I as 1', () => {
  const { fingerprint } = waiting();
  for (const typed of ['TM0Z1', 'tmozl', 'tm0 zi']) expect(isSame(typed, fingerprint), typed).toBe(true);
  for (const typed of ['', 'TM0Z', 'M0Z1', 'TM0Z2', 'R2TM0Z1']) expect(isSame(typed, fingerprint), typed).toBe(false);
  expect(readAs('o i l')).toBe('011');
});

test('a place is refused with its reason', () => {
  const fault = (more: object, officeId = 'oac', replaces: string | null = null) =>
    placeIn(waiting(more), officeId, replaces).fault;
  expect(fault({})).toBeNull();
  expect(fault({}, '')).toBe('no-office');
  expect(fault({}, 'plena')).toBe('full');
  expect(fault({ wantedSlot: 3 })).toBeNull();
  expect(fault({ wantedSlot: 2 })).toBe('slot-kept');
  expect(fault({}, 'oac', KIOSK)).toBe('not-replacing');
  expect(fault({ replaces: true }, 'oac', KIOSK)).toBeNull();
  expect(fault({ replaces: true }, 'plena')).toBe('none-to-replace');
});

test('a kiosk that has numbers is offered its own slot only', () => {
  expect(placeIn(waiting({ wantedSlot: 3 }), 'oac', null).slots).toEqual([3]);
  expect(placeIn(waiting(), 'oac', null).slots).toEqual([1, 3, 10]);
});

test('the office of the replaced kiosk is chosen, or the only one', () => {
  expect(firstOffice(waiting(), KIOSK)).toBe('oac');
  expect(firstOffice(waiting(), null)).toBe('');
  expect(firstOffice(waiting({ offices: [full] }), null)).toBe('plena');
});

test('a slot is shown with the numbers of its tickets', () => {
  expect(numbersOf(1)).toEqual(['001–399', '1000–1999']);
  expect(numbersOf(10)).toEqual(['1000000–1099999']);
  expect([8, 10].map(isLong)).toEqual([false, true]);
});

test('the page invites to every role of a person', () => {
  expect([...ROLES]).toEqual([...PERSON_ROLES]);
});
