import { expect, test } from 'vitest';
import { createStaffAccess } from '../../../../../src-main/staff/steps/staff-access.ts';
import { createPinGate } from '../../../../../src-main/technician/steps/pin-gate.ts';
import { createTechnicianStore } from '../../../../../src-main/technician/store/technician-store.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { withoutAppointments } from '../../../../support/no-appointments.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { openTestStore } from '../../../../support/test-store.ts';

const PIN = '508263';
const CODE = '7294';
const WRONG_CODE = '1840';
/** Hashes without cost, because these tests are not about hashing. */
const pins = {
  hash: async (pin: string) => `hash of ${pin}`,
  matches: async (pin: string, hash: string) => hash === `hash of ${pin}`,
};

function kiosk({ data = temporaryFolder(), allowsStaff = true } = {}) {
  const clock = createManualClock(Date.parse('2026-11-24T09:24:00Z'));
  const { opened, close } = openTestStore(data, clock);
  const technician = createTechnicianStore(opened.database);
  const logged: string[] = [];
  const log = { event: (kind: string) => void logged.push(kind) };
  const access = createStaffAccess({
    store: technician.staff,
    pins,
    isAllowed: allowsStaff,
    log,
    onChange: () => undefined,
  });
  const results: string[] = [];
  return {
    data,
    clock,
    technician,
    logged,
    access,
    close,
    results,
    gate() {
      const { codeRules } = withoutAppointments;
      const gate = createPinGate({ technician, pins, codeRules, allowsStaff, allowsShared: true, clock, log });
      return {
        takesStaffCode: gate.takesStaffCode,
        waits: gate.waits,
        check: async (typed: string) => (await gate.check('enter', typed)).result,
        waitMs: (typed: string) => gate.waitMs('enter', typed),
      };
    },
    choose: (code: string) => new Promise<string>((resolve) => access.choose(code, resolve)),
  };
}

async function withBoth() {
  const place = kiosk();
  expect(place.technician.keepPin(await pins.hash(PIN))).toMatchObject({ ok: true });
  expect(await place.choose(CODE)).toBe('done');
  return place;
}

test('the short code leads to the staff view, the PIN to the technician’s page, and each is logged', async () => {
  const { gate, logged } = await withBoth();
  const pad = gate();
  expect(pad.takesStaffCode()).toBe(true);
  expect([await pad.check(CODE), await pad.check(PIN)]).toEqual(['staff', 'right']);
  expect(logged).toEqual(['staff-code-changed', 'staff-entered', 'technician-entered']);
});

test('wrong codes delay the next code as wrong PINs do, also after a restart, and delay no PIN', async () => {
  const place = await withBoth();
  const pad = place.gate();
  for (const waitMs of [0, 0, 30_000, 60_000]) {
    expect(await pad.check(WRONG_CODE)).toBe('wrong');
    expect(pad.waits()).toEqual({ pinMs: 0, codeMs: waitMs, namedMs: 0 });
    expect([pad.waitMs(WRONG_CODE), pad.waitMs(PIN)]).toEqual([waitMs, 0]);
  }
  place.close();
  const after = kiosk({ data: place.data });
  expect(after.gate().waits()).toEqual({ pinMs: 0, codeMs: 60_000, namedMs: 0 });
  expect(await after.gate().check(PIN)).toBe('right');
  expect(after.gate().waitMs(CODE)).toBe(60_000);
});

test('a right code forgives no wrong PIN, so that staff cannot guess the PIN any faster', async () => {
  const { gate } = await withBoth();
  const pad = gate();
  for (let times = 0; times < 3; times += 1) expect(await pad.check('904518')).toBe('wrong');
  const waitMs = pad.waitMs(PIN);
  expect(waitMs).toBe(30_000);
  expect(pad.waitMs(CODE)).toBe(0);
  expect(await pad.check(CODE)).toBe('staff');
  expect(pad.waitMs(PIN)).toBe(waitMs);
  expect(await pad.check('904518')).toBe('wrong');
  expect(pad.waitMs(PIN)).toBe(2 * waitMs);
});

test('a stored code opens nothing if the office has no staff view', async () => {
  const place = await withBoth();
  place.close();
  const { gate, access } = kiosk({ data: place.data, allowsStaff: false });
  expect(gate().takesStaffCode()).toBe(false);
  const pad = gate();
  for (let times = 0; times < 4; times += 1) expect(await pad.check(CODE)).toBe('wrong');
  expect(pad.waits().pinMs).toBe(0);
  expect(access.state().staffCode).toBe('not-allowed');
});

test('an easy code is refused, only the newest code counts, and a forgotten one opens nothing', async () => {
  const { choose, access, gate, technician } = await withBoth();
  for (const easy of ['1234', '0000', '2580', '1990', '2512']) expect(await choose(easy), easy).toBe('easy');
  expect(access.state()).toEqual({ staffCode: 'set', stage: 'easy' });
  expect(await choose('4071')).toBe('done');
  expect([await gate().check(CODE), await gate().check('4071')]).toEqual(['wrong', 'staff']);
  expect(JSON.stringify(technician.staff.code())).not.toContain('"4071"');
  expect(access.forget()).toMatchObject({ ok: true });
  expect(access.state()).toEqual({ staffCode: 'none', stage: 'forgotten' });
  expect(gate().takesStaffCode()).toBe(false);
  access.leave();
  expect(access.state().stage).toBe('none');
});
