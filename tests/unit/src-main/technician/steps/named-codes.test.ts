import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openCodeKey } from '../../../../../src-main/security/code-key.ts';
import { hashCode, hashLike, namedHash } from '../../../../../src-main/signing/named-code.ts';
import type { SealedCode } from '../../../../../src-main/technician/ports/technician.ts';
import { createPinGate } from '../../../../../src-main/technician/steps/pin-gate.ts';
import { openNamedCodeRows } from '../../../../../src-main/technician/store/named-codes.ts';
import { createTechnicianStore } from '../../../../../src-main/technician/store/technician-store.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { openTestStore } from '../../../../support/test-store.ts';

const PIN = '508263';
const DAY_MS = 86_400_000;
const MORNING_MS = Date.parse('2026-11-24T09:24:00Z');
const MARTA = '4712345678';
const PERE = '0587654321';

// These hashes cost no time. The real hashes are tested below.
const plain = {
  hash: async (pin: string) => `hash of ${pin}`,
  matches: async (typed: string, hash: string) => hash === `hash of ${typed}`,
};
const codeOf = (code: string, more: Partial<SealedCode> = {}): SealedCode => ({
  codeId: randomUUID(),
  role: 'technician',
  starts: code.slice(0, 2),
  untilMs: MORNING_MS + 20 * DAY_MS,
  sealed: `hash of ${code.slice(2)}`,
  ...more,
});

async function kiosk({
  data = temporaryFolder(),
  allowsShared = true,
  allowsStaff = true,
  pin = PIN as string | null,
} = {}) {
  const clock = createManualClock(MORNING_MS);
  const { opened, close } = openTestStore(data, clock);
  const technician = createTechnicianStore(opened.database);
  const rows = openNamedCodeRows(opened.database);
  if (pin !== null) technician.keepPin(await plain.hash(pin));
  const logged: string[] = [];
  const log = { event: (kind: string, said?: object) => void logged.push(JSON.stringify({ kind, ...said })) };
  const certain = { ms: 0 };
  const codeRules = { matches: plain.matches, nowMs: () => Math.max(clock.wallMs(), certain.ms) };
  const gate = () => createPinGate({ technician, pins: plain, codeRules, allowsStaff, allowsShared, clock, log });
  return {
    data,
    clock,
    technician,
    rows,
    logged,
    certain,
    close,
    gate,
    hears: (...codes: SealedCode[]) => rows.replace(codes, clock.wallMs()),
  };
}

async function padOfMarta(wishes?: Parameters<typeof kiosk>[0]) {
  const place = await kiosk(wishes);
  place.hears(codeOf(MARTA));
  return { place, pad: place.gate() };
}

describe('a named person’s code', () => {
  test('opens what its role allows at a kiosk that has it, and identifies its owner', async () => {
    const { gate, hears, logged } = await kiosk();
    const [marta, pere] = [codeOf(MARTA), codeOf(PERE, { role: 'staff' })];
    hears(marta, pere);
    const pad = gate();
    expect(await pad.check('enter', MARTA)).toMatchObject({ result: 'right', code: { codeId: marta.codeId } });
    expect(await pad.check('enter', PERE)).toMatchObject({ result: 'staff', code: { codeId: pere.codeId } });
    expect(await pad.check('enter', '4712345679')).toMatchObject({ result: 'wrong', code: { codeId: marta.codeId } });
    expect(await pad.check('enter', '9912345678')).toMatchObject({ result: 'wrong', code: null });
    expect(logged.join()).not.toContain(marta.codeId);
  });

  test('for staff opens nothing in an office without a staff view', async () => {
    const { gate, hears } = await kiosk({ allowsStaff: false });
    hears(codeOf(PERE, { role: 'staff' }));
    expect(gate().takesNamedCode()).toBe(false);
    expect((await gate().check('enter', PERE)).result).toBe('wrong');
  });

  test('ends by itself without the centre, and a clock that was set back does not lengthen it', async () => {
    const { gate, hears, clock, certain } = await kiosk();
    const marta = codeOf(MARTA, { untilMs: MORNING_MS + DAY_MS });
    hears(marta);
    const pad = gate();
    expect(pad.holds(marta.codeId)).toBe(true);
    clock.advance(DAY_MS);
    expect(pad.holds(marta.codeId)).toBe(false);
    expect((await pad.check('enter', MARTA)).result).toBe('wrong');
    certain.ms = clock.wallMs();
    clock.setWall(MORNING_MS);
    expect((await pad.check('enter', MARTA)).result).toBe('wrong');
    expect(pad.takesNamedCode()).toBe(false);
  });

  test('opens nothing after its withdrawal, and its place may go to another person', async () => {
    const { gate, hears } = await kiosk();
    const marta = codeOf(MARTA);
    hears(marta);
    const pad = gate();
    expect((await pad.check('enter', MARTA)).result).toBe('right');
    const other = codeOf('4700000001');
    hears(other);
    expect(pad.holds(marta.codeId)).toBe(false);
    expect((await pad.check('enter', MARTA)).result).toBe('wrong');
    expect(await pad.check('enter', '4700000001')).toMatchObject({ result: 'right', code: { codeId: other.codeId } });
  });

  test('keeps its hash if the centre can no longer read it, and takes its new end', async () => {
    const { gate, hears } = await kiosk();
    const marta = codeOf(MARTA);
    hears(marta);
    hears({ ...marta, sealed: null });
    expect((await gate().check('enter', MARTA)).result).toBe('right');
    hears({ ...marta, sealed: null, untilMs: MORNING_MS });
    expect((await gate().check('enter', MARTA)).result).toBe('wrong');
  });
});

describe('wrong codes', () => {
  test('lock that code only, also after a restart, and neither another code nor the PIN', async () => {
    const place = await kiosk();
    const marta = codeOf(MARTA);
    const pere = codeOf(PERE);
    place.hears(marta, pere);
    const pad = place.gate();
    for (let times = 0; times < 3; times += 1) expect((await pad.check('enter', '4700000000')).result).toBe('wrong');
    expect((await pad.check('enter', MARTA)).result).toBe('code-waits');
    expect(pad.waits()).toEqual({ pinMs: 0, codeMs: 0, namedMs: 0 });
    expect((await pad.check('enter', PERE)).result).toBe('right');
    expect((await pad.check('enter', PIN)).result).toBe('right');
    place.hears(marta, pere);
    place.close();
    const after = await kiosk({ data: place.data, pin: null });
    const again = after.gate();
    expect((await again.check('enter', MARTA)).result).toBe('code-waits');
    after.clock.advance(30_000);
    expect((await again.check('enter', MARTA)).result).toBe('right');
    expect(after.technician.named.all()).toMatchObject({ value: [{ failures: 0 }, { failures: 0 }] });
  });

  test('of all people together make the kiosk wait before the next code, and the PIN still opens', async () => {
    const { place, pad } = await padOfMarta();
    for (let times = 0; times < 11; times += 1) {
      expect(pad.waits().namedMs).toBe(0);
      expect((await pad.check('enter', `99000000${10 + times}`)).result).toBe('wrong');
    }
    expect(pad.waits()).toEqual({ pinMs: 0, codeMs: 0, namedMs: 30_000 });
    expect(pad.waitMs('enter', PIN)).toBe(0);
    expect((await pad.check('enter', MARTA)).result).toBe('wrong');
    expect((await pad.check('enter', PIN)).result).toBe('right');
    place.clock.advance(30_000);
    expect((await pad.check('enter', MARTA)).result).toBe('right');
    expect(pad.waits().namedMs).toBe(0);
  });

  test('keep other people waiting for half a minute at most, however many codes are tried', async () => {
    const { place, pad } = await padOfMarta();
    for (let times = 0; times < 30; times += 1) {
      await pad.check('enter', `99000000${10 + times}`);
      expect(pad.waits().namedMs).toBeLessThanOrEqual(30_000);
      place.clock.advance(30_000);
    }
    expect((await pad.check('enter', MARTA)).result).toBe('right');
  });

  test('and wrong PINs count apart: a right code does not end the wait for the PIN', async () => {
    const { pad } = await padOfMarta();
    for (let times = 0; times < 3; times += 1) expect((await pad.check('enter', '904518')).result).toBe('wrong');
    expect((await pad.check('enter', MARTA)).result).toBe('right');
    expect(pad.waits().pinMs).toBe(30_000);
  });
});

describe('a PIN of ten digits', () => {
  const LONG = '4799999999';
  test('still opens beside a code with the same first digits, and no code is charged with it', async () => {
    const { gate, hears, technician } = await kiosk({ pin: LONG });
    hears(codeOf(MARTA));
    for (let times = 0; times < 4; times += 1)
      expect(await gate().check('enter', LONG)).toMatchObject({ result: 'right', kind: 'pin', code: null });
    expect(technician.named.all()).toMatchObject({ value: [{ failures: 0 }] });
    expect((await gate().check('enter', MARTA)).result).toBe('right');
  });

  test('opens while codes must wait; a code typed meanwhile is refused as a wrong PIN and delays the next PIN', async () => {
    const { place, pad } = await padOfMarta({ pin: LONG });
    for (let times = 0; times < 11; times += 1) await pad.check('enter', `99000000${10 + times}`);
    expect(pad.waits()).toEqual({ pinMs: 0, codeMs: 0, namedMs: 30_000 });
    expect(pad.waitMs('enter', LONG)).toBe(0);
    expect(await pad.check('enter', LONG)).toMatchObject({ result: 'right', kind: 'pin', code: null });
    for (let times = 0; times < 3; times += 1)
      expect(await pad.check('enter', MARTA)).toMatchObject({ result: 'wrong', kind: 'pin', code: null });
    expect(pad.waits().pinMs).toBe(30_000);
    expect(pad.waitMs('enter', LONG)).toBe(30_000);
    expect(place.technician.named.all()).toMatchObject({ value: [{ failures: 0 }] });
    place.clock.advance(30_000);
    expect((await pad.check('enter', MARTA)).result).toBe('right');
  });

  test('is tried as a PIN at a kiosk that knows no code', async () => {
    const { gate } = await kiosk({ pin: LONG });
    expect(await gate().check('enter', MARTA)).toMatchObject({ result: 'wrong', kind: 'pin' });
    expect(await gate().check('enter', LONG)).toMatchObject({ result: 'right', kind: 'pin' });
  });
});

describe('an office without a shared PIN', () => {
  test('takes codes of named persons alone once a technician’s code has come', async () => {
    const { gate, hears, technician } = await kiosk({ allowsShared: false });
    technician.staff.keepCode(await plain.hash('7250'));
    const pad = gate();
    expect([pad.takesPin(), pad.takesStaffCode()]).toEqual([true, false]);
    hears(codeOf(PERE, { role: 'staff' }));
    expect(pad.takesPin()).toBe(true);
    hears(codeOf(MARTA));
    expect([pad.takesPin(), pad.takesNamedCode()]).toEqual([false, true]);
    expect((await pad.check('enter', PIN)).result).toBe('wrong');
    expect((await pad.check('enter', '7250')).result).toBe('wrong');
    expect((await pad.check('enter', MARTA)).result).toBe('right');
  });

  test('makes ten digits wait with the codes, because none of them are a PIN', async () => {
    const { gate, hears } = await kiosk({ allowsShared: false });
    hears(codeOf(MARTA));
    const pad = gate();
    for (let times = 0; times < 11; times += 1) await pad.check('enter', `99000000${10 + times}`);
    expect(pad.waitMs('enter', MARTA)).toBe(30_000);
  });

  test('lets no later person choose a PIN, whether or not one was chosen', async () => {
    const { gate, hears } = await kiosk({ allowsShared: false, pin: null });
    expect(gate().hasPin()).toEqual({ ok: true, value: false });
    hears(codeOf(MARTA));
    expect(gate().hasPin()).toEqual({ ok: true, value: true });
    hears();
    expect(gate().hasPin()).toEqual({ ok: true, value: true });
  });

  test('lets the machine’s owner in again after every code has ended, until the next code comes', async () => {
    const { gate, hears, technician, clock } = await kiosk({ allowsShared: false });
    hears(codeOf(MARTA, { untilMs: MORNING_MS + DAY_MS }));
    clock.advance(DAY_MS);
    const pad = gate();
    expect([pad.takesPin(), pad.takesNamedCode()]).toEqual([false, false]);
    technician.forgetPin();
    expect(pad.hasPin()).toEqual({ ok: true, value: false });
    expect((await pad.check('choose', '904518')).result).toBe('chosen');
    expect((await pad.check('repeat', '904518')).result).toBe('right');
    expect((await pad.check('enter', '904518')).result).toBe('right');
    hears(codeOf(MARTA, { untilMs: MORNING_MS + 5 * DAY_MS }));
    expect((await pad.check('enter', '904518')).result).toBe('wrong');
    expect((await pad.check('enter', MARTA)).result).toBe('right');
  });
});

test('a code opens a kiosk where no PIN was chosen, and is not taken for a new PIN', async () => {
  const { gate, hears } = await kiosk({ pin: null });
  hears(codeOf(MARTA));
  const pad = gate();
  expect((await pad.check('choose', '4700000000')).result).toBe('wrong');
  expect((await pad.check('choose', MARTA)).result).toBe('right');
  expect((await pad.check('choose', '904518')).result).toBe('chosen');
});

describe('a stolen database', () => {
  async function search(
    candidates: readonly string[],
    fits: (secret: string) => Promise<boolean>,
  ): Promise<string | null> {
    for (const secret of candidates) if (await fits(secret)) return secret;
    return null;
  }
  const CANDIDATES = ['12345677', '12345678'];

  test('alone finds no code, although the hash that the centre sent does', async () => {
    const kioskId = randomUUID();
    const folder = temporaryFolder();
    const machine = openCodeKey({ folder, environment: {} });
    expect(await machine.prepare()).toEqual({ ok: true, value: { isNew: true } });
    const sent = namedHash(await hashCode('12345678'), kioskId) ?? '';
    const stored = machine.keyed(sent) ?? '';
    // The bare hash can be searched, which shows that the search works.
    expect(await search(CANDIDATES, async (secret) => (await hashLike(secret, sent, kioskId)) === sent)).toBe(
      '12345678',
    );
    // The database has the keyed hash with its salt and cost; without the key no candidate fits.
    expect(await search(CANDIDATES, async (secret) => (await hashLike(secret, stored, kioskId)) === stored)).toBeNull();
    const thief = openCodeKey({ folder: temporaryFolder(), environment: {} });
    await thief.prepare();
    expect(await search(CANDIDATES, (secret) => thief.matches(secret, stored, kioskId))).toBeNull();
    // The kiosk has the key, so its own check finds the code.
    expect(await search(CANDIDATES, (secret) => machine.matches(secret, stored, kioskId))).toBe('12345678');
    expect(await machine.matches('12345678', stored, randomUUID())).toBe(false);
    const again = openCodeKey({ folder, environment: {} });
    expect(await again.prepare()).toEqual({ ok: true, value: { isNew: false } });
    expect(await again.matches('12345678', stored, kioskId)).toBe(true);
  });

  test('has no hash as the centre sent it in any file of the data folder', async () => {
    const { data, hears, close } = await kiosk();
    const machine = openCodeKey({ folder: data, environment: {} });
    await machine.prepare();
    const sent = namedHash(await hashCode('12345678'), randomUUID()) ?? '';
    hears(codeOf(MARTA, { sealed: machine.keyed(sent) }));
    close();
    const files = readdirSync(data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const texts = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
    const [tag, salt] = sent.split('$').toReversed();
    expect(texts.some((text) => text.includes(salt ?? ''))).toBe(true);
    expect(texts.some((text) => text.includes(tag ?? ''))).toBe(false);
  });
});
