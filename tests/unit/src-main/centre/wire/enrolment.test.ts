import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Enrolment } from '../../../../../src-main/centre/ports/centre-memory.ts';
import { createEnrolment, type EnrolmentParts } from '../../../../../src-main/centre/wire/enrolment.ts';
import { EnrolmentState } from '../../../../../src-main/contract/centre/enrolment.ts';
import { refuse, succeed } from '../../../../../src-main/domain/result.ts';
import { newSigningKey } from '../../../../../src-main/signing/keys.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';

const NOW_MS = Date.parse('2026-11-24T11:00:00Z');
const DAY_MS = 86_400_000;
const INCARNATION = randomUUID();
const FULL = { kind: 'store-failed', detail: 'no room' } as const;

function confirmed(change: object = {}) {
  const state = EnrolmentState.parse({
    state: 'confirmed',
    kioskId: randomUUID(),
    cityId: 'terrassa',
    officeId: 'ajuntament',
    slot: 3,
    environment: 'test',
    storeEpoch: randomUUID(),
    centreKeys: [newSigningKey().publicKey],
    ...change,
  });
  if (state.state !== 'confirmed') throw new Error(state.state);
  return state;
}

function enrolmentOf({ kioskId, cityId, officeId, environment, storeEpoch, centreKeys }: ReturnType<typeof confirmed>) {
  return { kioskId, cityId, officeId, environment, storeEpoch, centreKeys, keySinceMs: NOW_MS } satisfies Enrolment;
}

interface Place extends Partial<Omit<EnrolmentParts, 'memory' | 'deviceKey'>> {
  kept?: Enrolment | null;
  key?: ReturnType<typeof newSigningKey> | null;
  isRevoked?: boolean;
  whileEnrolling?: () => void;
}

async function kioskWith(place: Place = {}) {
  const { kept = null, key = null, isRevoked = false, whileEnrolling = () => undefined, ...parts } = place;
  const disk = { kept, refuses: false, keyRefuses: false, isClosed: false };
  const seen: unknown[][] = [];
  const logged: unknown[] = [];
  const saved = (...what: unknown[]) => {
    seen.push(what);
    return disk.refuses ? refuse(FULL) : succeed(null);
  };
  const enrolment = createEnrolment({
    memory: {
      enrolment: () => disk.kept,
      enrol(...what) {
        whileEnrolling();
        return saved('enrol', ...what);
      },
      isRevoked: () => isRevoked,
      revoke: (...what) => saved('revoke', ...what),
      endStated: () => saved('end stated'),
    },
    deviceKey: {
      read: async () =>
        disk.keyRefuses
          ? refuse({ kind: 'device-key-exposed' as const, detail: 'torn-device-key' })
          : succeed(key && { key, place: 'tpm' as const }),
      async keep(kept) {
        seen.push(['key', kept]);
        return disk.keyRefuses ? refuse(FULL) : succeed('file' as const);
      },
      promoteNext: async () => succeed(null),
      wipe() {
        seen.push(['wiped']);
        return disk.keyRefuses ? refuse(FULL) : succeed(null);
      },
    },
    cityId: 'terrassa',
    identity: null,
    build: 'official',
    clock: createManualClock(NOW_MS),
    log: { event: (kind, fields) => void logged.push({ kind, ...fields }) },
    isClosed: () => disk.isClosed,
    onTaken: () => void seen.push(['stopped']),
    ...parts,
  });
  await enrolment.readKey();
  return { enrolment, disk, seen, logged };
}

const shown = ({ enrolment }: Awaited<ReturnType<typeof kioskWith>>) => ({
  state: enrolment.state(),
  key: enrolment.key(),
  place: enrolment.keyPlace(),
  was: enrolment.wasEnrolled(),
});

describe('the enrolment of a start', () => {
  const kept = enrolmentOf(confirmed());
  const key = newSigningKey();

  test.each<[string, Place, object]>([
    ['nothing: unpaired', {}, { state: 'unpaired', key: null, place: null, was: false }],
    ['the enrolment and its key: paired', { kept, key }, { state: 'paired', key, place: 'tpm', was: true }],
    ['an enrolment without its key: unpaired', { kept }, { state: 'unpaired', key: null, place: null, was: true }],
    ['a key alone: unpaired', { key }, { state: 'unpaired', key, place: 'tpm', was: true }],
    ['a revocation: revoked', { isRevoked: true }, { state: 'revoked', key: null, place: null, was: true }],
    [
      'the enrolment of another city: unpaired',
      { kept: { ...kept, cityId: confirmed({ cityId: 'sabadell' }).cityId } },
      { state: 'unpaired', key: null, place: null, was: false },
    ],
  ])('with %s', async (_disk, place, result) => {
    expect(shown(await kioskWith(place))).toEqual(result);
  });

  test('is the stored one, and is read again when the store has changed', async () => {
    const { enrolment, disk } = await kioskWith({ kept, key });
    expect(enrolment.now()).toEqual(kept);
    disk.kept = null;
    expect(enrolment.now()).toEqual(kept);
    enrolment.reread();
    expect(enrolment.now()).toBeNull();
  });

  test('uses a new key from the moment it is given one', async () => {
    const { enrolment } = await kioskWith({ kept, key });
    const next = newSigningKey();
    enrolment.useKey(next);
    expect(enrolment.key()).toBe(next);
  });

  test('with a key that cannot be used is logged', async () => {
    const kiosk = await kioskWith({ kept, key });
    kiosk.disk.keyRefuses = true;
    await kiosk.enrolment.readKey();
    expect(kiosk.logged).toEqual([{ kind: 'device-key-exposed', detail: 'torn-device-key' }]);
    expect(kiosk.enrolment.key()).toBe(key);
  });

  test('takes no key once the program ends', async () => {
    const kiosk = await kioskWith({ kept, key, isClosed: () => true });
    expect(shown(kiosk)).toMatchObject({ state: 'unpaired', key: null });
  });
});

describe('a confirmed enrolment', () => {
  const asked = { slot: 0, incarnation: INCARNATION };

  test('is kept with its key and slot, and the kiosk is paired', async () => {
    const kiosk = await kioskWith();
    const [said, key] = [confirmed(), newSigningKey()];
    expect(await kiosk.enrolment.take(said, key, asked)).toBeNull();
    const enrolment = enrolmentOf(said);
    expect(kiosk.seen).toEqual([
      ['key', key],
      ['enrol', enrolment, { slot: 3, incarnation: INCARNATION }, null],
      ['stopped'],
    ]);
    expect(shown(kiosk)).toEqual({ state: 'paired', key, place: 'file', was: true });
    expect(kiosk.enrolment.now()).toEqual(enrolment);
    const { kioskId, officeId } = said;
    expect(kiosk.logged).toEqual([{ kind: 'kiosk-enrolled', kioskId, officeId, slot: 3, keyPlace: 'file' }]);
  });

  test('stops tasks under the earlier name before the kiosk is paired under the new one', async () => {
    const seen: string[] = [];
    const { enrolment } = await kioskWith({
      // The microtask simulates a task that ends while the enrolment is stored. It runs as soon as the code that stores has finished.
      whileEnrolling: () => queueMicrotask(() => void seen.push(`a task ends, the kiosk is ${enrolment.state()}`)),
      onTaken: () => void seen.push('stopped'),
    });
    await enrolment.take(confirmed(), newSigningKey(), asked);
    expect(seen).toEqual(['stopped', 'a task ends, the kiosk is paired']);
  });

  test('of a kiosk with numbers gives no slot', async () => {
    const { enrolment, seen } = await kioskWith({ identity: { slot: 3, incarnation: INCARNATION } });
    expect(await enrolment.take(confirmed(), newSigningKey(), null)).toBeNull();
    expect(seen).toContainEqual(['enrol', expect.anything(), null, null]);
  });

  test.each<[string, string | null, number | null]>([
    ['heard of', '2026-11-24T09:00:00.000Z', Date.parse('2026-11-24T09:00:00Z')],
    ['never heard of', null, null],
  ])('keeps which kiosk this one replaces: %s', async (_what, lastHeardAt, lastHeardMs) => {
    const old = { kioskId: randomUUID(), slot: 2, name: 'Entrada', incarnation: randomUUID(), acknowledged: [] };
    const { enrolment, seen } = await kioskWith();
    const said = confirmed({ replaces: { ...old, lastHeardAt } });
    expect(await enrolment.take(said, newSigningKey(), asked)).toBeNull();
    expect(seen[1]).toEqual(['enrol', enrolmentOf(said), expect.anything(), { ...old, lastHeardMs, sent: null }]);
  });

  const [own, anothers] = [confirmed(), confirmed({ slot: 2 })];
  const identity = { slot: 3, incarnation: INCARNATION };
  test.each<[string, Place, ReturnType<typeof confirmed>, typeof asked | null, string | null]>([
    [
      'a production centre, in a test build',
      { build: 'test' },
      confirmed({ environment: 'production' }),
      asked,
      'pairing-test-build',
    ],
    ['a production centre, in an official build', {}, confirmed({ environment: 'production' }), asked, null],
    ['a test centre, in a test build', { build: 'test' }, own, asked, null],
    ['other numbers than the kiosk’s', { identity }, anothers, null, 'slot-differs'],
    ['the kiosk’s own numbers', { identity }, own, null, null],
    ['other numbers, which the kiosk asked for', { identity }, anothers, asked, null],
    ['numbers for a kiosk that has none', {}, anothers, null, null],
    ['the numbers of the desks', {}, confirmed({ slot: 9 }), asked, 'slot-differs'],
  ])('from %s', async (_what, place, said, wanted, result) => {
    const { enrolment, seen } = await kioskWith(place);
    expect(await enrolment.take(said, newSigningKey(), wanted)).toBe(result);
    expect(seen.length > 0).toBe(result === null);
  });

  test('is refused if the disk refuses its key, or the enrolment', async () => {
    for (const fault of ['keyRefuses', 'refuses'] as const) {
      const kiosk = await kioskWith();
      kiosk.disk[fault] = true;
      expect(await kiosk.enrolment.take(confirmed(), newSigningKey(), asked)).toBe('central-refused');
      expect(kiosk.logged).toEqual([FULL]);
      expect([kiosk.enrolment.state(), kiosk.enrolment.now()]).toEqual(['unpaired', null]);
      expect(kiosk.seen).not.toContainEqual(['stopped']);
    }
  });

  test('is not kept once the program ends', async () => {
    const kiosk = await kioskWith();
    kiosk.disk.isClosed = true;
    expect(await kiosk.enrolment.take(confirmed(), newSigningKey(), asked)).toBe('closed');
    expect(kiosk.seen.map(([what]) => what)).toEqual(['key']);
  });
});

describe('the end of an enrolment', () => {
  const kept = enrolmentOf(confirmed());
  const key = newSigningKey();
  const paired = () => kioskWith({ kept, key });
  const { kioskId } = kept;

  test('by a revocation deletes the key', async () => {
    const kiosk = await paired();
    kiosk.enrolment.revoke(false);
    expect(kiosk.seen).toEqual([['revoke', false, null], ['wiped']]);
    expect(kiosk.logged).toEqual([{ kind: 'kiosk-revoked', kioskId }]);
    expect([kiosk.enrolment.now(), kiosk.enrolment.key(), kiosk.enrolment.keyPlace()]).toEqual([null, null, null]);
  });

  test('by another kiosk in its place leaves the key for two weeks, until the end is stated', async () => {
    const kiosk = await paired();
    kiosk.enrolment.revoke(true);
    expect(kiosk.seen).toEqual([['revoke', true, { enrolment: kept, untilMs: NOW_MS + 14 * DAY_MS }]]);
    expect(kiosk.logged).toEqual([{ kind: 'kiosk-replaced', kioskId }]);
    expect([kiosk.enrolment.now(), kiosk.enrolment.key()]).toEqual([null, key]);
    kiosk.enrolment.endSettled();
    expect(kiosk.seen.slice(1)).toEqual([['end stated'], ['wiped']]);
    expect(kiosk.enrolment.key()).toBeNull();
  });

  test('by another kiosk deletes the key if the disk did not take the end', async () => {
    const kiosk = await paired();
    kiosk.disk.refuses = true;
    kiosk.enrolment.revoke(true);
    expect(kiosk.logged).toEqual([{ kind: 'kiosk-replaced', kioskId }, FULL]);
    expect(kiosk.seen.at(-1)).toEqual(['wiped']);
    expect(kiosk.enrolment.key()).toBeNull();
  });

  test.each<[string, Place]>([
    ['key', { kept }],
    ['enrolment', { key }],
  ])('by another kiosk states no end without its %s', async (_what, place) => {
    const kiosk = await kioskWith(place);
    kiosk.enrolment.revoke(true);
    expect(kiosk.seen).toEqual([['revoke', true, null], ['wiped']]);
  });

  test('that is stated while a new enrolment is taken leaves the new key', async () => {
    const kiosk = await kioskWith({ key });
    const taken = kiosk.enrolment.take(confirmed(), newSigningKey(), { slot: 0, incarnation: INCARNATION });
    kiosk.enrolment.endSettled();
    expect(await taken).toBeNull();
    expect(kiosk.seen).not.toContainEqual(['wiped']);
  });

  test.each([
    ['its key', { keyRefuses: true }],
    ['the enrolment', { refuses: true }],
  ])(
    'that is stated during or after a new enrolment that fails, because the disk refuses %s, deletes the key',
    async (_what, how) => {
      for (const isDuring of [true, false]) {
        const kiosk = await kioskWith({ key });
        Object.assign(kiosk.disk, how);
        const taken = kiosk.enrolment.take(confirmed(), newSigningKey(), { slot: 0, incarnation: INCARNATION });
        if (isDuring) kiosk.enrolment.endSettled();
        expect(await taken).toBe('central-refused');
        if (!isDuring) kiosk.enrolment.endSettled();
        expect(kiosk.seen.at(-1)).toEqual(['wiped']);
        expect(kiosk.enrolment.key()).toBeNull();
      }
    },
  );

  test('is logged if the disk refuses it, and the key is used no more', async () => {
    const kiosk = await paired();
    Object.assign(kiosk.disk, { refuses: true, keyRefuses: true });
    kiosk.enrolment.endSettled();
    expect(kiosk.logged).toEqual([FULL, FULL]);
    expect([kiosk.enrolment.key(), kiosk.enrolment.keyPlace()]).toEqual([null, null]);
    kiosk.disk.keyRefuses = false;
    kiosk.enrolment.forgetKey();
    expect(kiosk.seen.at(-1)).toEqual(['wiped']);
    expect(kiosk.logged).toHaveLength(2);
  });
});
