import { expect, test } from 'vitest';
import {
  type AdministrativeName,
  AUTHORIZATION,
  isAdministrative,
  LONGEST_TOKEN_LIFE_DAYS,
  ROLES,
  type Role,
  USUAL_TOKEN_LIFE_DAYS,
} from '../../../../../src-main/contract/centre/authorization.ts';
import { OPERATIONS, type OperationName } from '../../../../../src-main/contract/centre/operations.ts';
import { DUE_OPERATIONS, DUE_ROLES, type Due, due, REACHES, type Reach } from '../../../../support/who-may.ts';

/** Operations that name no office: the centre looks up the office they belong to. */
const LOOKED_UP = [
  'voidTicket',
  'acknowledgeAsked',
  'revokeKiosk',
  'orderKiosk',
  'proposeOrder',
  'confirmOrder',
  'listOrders',
  'readDiagnostics',
  'readKiosk',
  'readKioskDays',
  'acknowledgeAlarm',
  'makeTechnicianCode',
  'withdrawTechnicianCode',
  'moveBooking',
  'cancelBooking',
];

/** The right that `AUTHORIZATION` grants, in the terms of `WHO_MAY`. */
function granted(name: AdministrativeName, role: Role, reach: Reach): Due {
  const { roles, ofSomeOffices } = AUTHORIZATION[name];
  if (!roles.includes(role)) return 'wrong-role';
  if (reach === 'city' || ofSomeOffices === 'filtered') return 'may';
  return ofSomeOffices !== 'none' && reach !== 'other' ? 'may' : 'wrong-office';
}

test('the table grants what the handwritten matrix says, for every operation, role and reach', () => {
  const names = Object.keys(AUTHORIZATION) as AdministrativeName[];
  expect(names.toSorted()).toEqual(DUE_OPERATIONS.toSorted());
  expect(DUE_ROLES).toEqual(ROLES);
  const wrong = names.flatMap((name) =>
    ROLES.flatMap((role) =>
      REACHES.filter((reach) => granted(name, role, reach) !== due(name, role, reach)).map(
        (reach) => `${name} of ${role}, ${reach}: ${granted(name, role, reach)}`,
      ),
    ),
  );
  expect(wrong).toEqual([]);
  expect(names.filter((name) => AUTHORIZATION[name].ofSomeOffices === 'looked-up').toSorted()).toEqual(
    LOOKED_UP.toSorted(),
  );
});

test('an operation whose path or body names an office is limited to that office', () => {
  const names = Object.keys(AUTHORIZATION) as AdministrativeName[];
  const inPath = names.filter((name) => OPERATIONS[name].path.includes('{officeId}'));
  expect(names.filter((name) => AUTHORIZATION[name].ofSomeOffices === 'named').toSorted()).toEqual(
    [...inPath, 'confirmEnrolment'].toSorted(),
  );
});

test('an operation with a token of the city has a row in the table, and others have none', () => {
  const names = Object.keys(OPERATIONS) as OperationName[];
  expect(names.filter(isAdministrative).toSorted()).toEqual(DUE_OPERATIONS.toSorted());
  expect(names.filter((name) => !isAdministrative(name))).toContain('putAppointment');
});

test('a role is one of the five', () => {
  expect(ROLES).toEqual(['viewer', 'operator', 'technician', 'administrator', 'connector']);
});

test('a token lives a year by default, and at most a leap year', () => {
  expect([USUAL_TOKEN_LIFE_DAYS, LONGEST_TOKEN_LIFE_DAYS]).toEqual([365, 366]);
});
