import { describe, expect, test } from 'vitest';
import {
  CACHE_FRESH_FOR_MS,
  type CachedAppointment,
  type CheckInResult,
  type CheckInResultKind,
  type CheckInRules,
  DEFAULT_WINDOW,
  decideCheckIn,
  type Presented,
  SUGGESTED_ACTIONS,
} from '../../../../src-main/domain/check-in.ts';
import { serviceDayOf } from '../../../../src-main/domain/service-day.ts';

const ZONE = 'Europe/Madrid';
const HERE = 'oac-dido';
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Starts on an ordinary day and around the hours that are missing or come twice. */
const STARTS: readonly (readonly [string, number])[] = [
  ['an ordinary morning', Date.parse('2026-11-25T10:00+01:00')],
  ['the morning after clocks went forward', Date.parse('2026-03-29T10:00+02:00')],
  ['just after the hour that is missing', Date.parse('2026-03-29T03:20+02:00')],
  ['the first half past two', Date.parse('2026-10-25T02:30+02:00')],
  ['the second half past two', Date.parse('2026-10-25T02:30+01:00')],
  ['the morning after clocks went back', Date.parse('2026-10-25T10:00+01:00')],
  ['just after a service day has begun', Date.parse('2026-11-25T04:10+01:00')],
  ['just after midnight', Date.parse('2026-11-25T00:05+01:00')],
];
const [[, START_MS] = ['', 0]] = STARTS;

type Changes = Partial<
  Pick<CachedAppointment, 'officeId' | 'deskId' | 'serviceId' | 'startMs' | 'sensitive' | 'documentHash'>
>;

function appointment(
  changes: Changes & { state?: 'booked' | 'cancelled' | 'checked-in'; id?: string } = {},
): CachedAppointment {
  const { id = 'a1', state = 'booked', ...rest } = changes;
  return {
    appointmentId: id,
    officeId: HERE,
    serviceId: 'empadronament',
    startMs: START_MS,
    deskId: null,
    documentHash: 'hash-of-document',
    locatorHash: 'hash-of-locator',
    codeHash: null,
    sensitive: false,
    ...rest,
    state,
  };
}

function movedTo(officeId: string, startMs: number, from: Changes = {}): CachedAppointment {
  return { ...appointment(from), state: 'moved', movedTo: { officeId, startMs } };
}

const rules = (changes: Partial<CheckInRules> = {}): CheckInRules => ({
  officeId: HERE,
  zone: ZONE,
  chosenServiceId: 'empadronament',
  sensitive: false,
  window: DEFAULT_WINDOW,
  serviceWindows: new Map(),
  isServed: () => true,
  ...changes,
});

const cache = (
  appointments: readonly CachedAppointment[],
  nowMs: number,
  ageMs: number | null = 0,
): AppointmentCache => ({
  appointments,
  days: [0, 1, 2].map((days) => serviceDayOf(nowMs + days * DAY, ZONE)),
  overTo: '',
  ageMs,
});

const LOCATOR: Presented = { credential: 'confirmation', by: 'locator', locatorHashes: ['hash-of-locator'] };
const DOCUMENT: Presented = { credential: 'document', by: 'number', documentHashes: ['hash-of-document'] };
const STRANGER: Presented = { credential: 'document', by: 'number', documentHashes: ['hash-of-another'] };
/** The same, signed by the police a moment ago. */
const SIGNED_NUMBER: Presented = { ...DOCUMENT, by: 'signed-code' };
const STRANGERS_SIGNED_NUMBER: Presented = { ...STRANGER, by: 'signed-code' };
const A_TURN: CheckInResult = { kind: 'checked-in', startMs: null, deskId: null };
const token = (changes: Partial<{ officeId: string; startMs: number; expiresMs: number }> = {}): Presented => ({
  credential: 'confirmation',
  by: 'token',
  token: { appointmentId: 'a1', officeId: HERE, startMs: START_MS, expiresMs: START_MS + DAY, ...changes },
});

const decide = (
  presented: Presented,
  appointments: readonly CachedAppointment[],
  nowMs: number,
  changes: Partial<CheckInRules> = {},
): CheckInDecision => decideCheckIn(presented, cache(appointments, nowMs), rules(changes), nowMs);

test('the window is half an hour before and ten minutes after, unless an office says otherwise', () => {
  expect(DEFAULT_WINDOW).toEqual({ earlyMs: 30 * MINUTE, lateMs: 10 * MINUTE });
});

/** Milliseconds from the start, and whether an appointment can be taken then. */
const EDGES: readonly (readonly [number, 'too-early' | 'checked-in' | 'too-late'])[] = [
  [-30 * MINUTE - SECOND, 'too-early'],
  [-30 * MINUTE - 1, 'too-early'],
  [-30 * MINUTE, 'checked-in'],
  [-30 * MINUTE + 1, 'checked-in'],
  [-30 * MINUTE + SECOND, 'checked-in'],
  [0, 'checked-in'],
  [10 * MINUTE - SECOND, 'checked-in'],
  [10 * MINUTE - 1, 'checked-in'],
  [10 * MINUTE, 'checked-in'],
  [10 * MINUTE + 1, 'too-late'],
  [10 * MINUTE + SECOND, 'too-late'],
];

interface Situation {
  name: string;
  held: (startMs: number) => readonly CachedAppointment[];
  served?: boolean;
  /** Of an appointment that is `atEdge` by the clock. */
  confirmation: (atEdge: 'too-early' | 'checked-in' | 'too-late') => CheckInResultKind;
  signedNumber: (atEdge: 'too-early' | 'checked-in' | 'too-late') => CheckInResultKind;
}

const onlyOnTime = (atEdge: string): CheckInResultKind => (atEdge === 'checked-in' ? 'checked-in' : 'neutral');
const SITUATIONS: readonly Situation[] = [
  {
    name: 'booked here',
    held: (startMs) => [appointment({ startMs })],
    confirmation: (atEdge) => atEdge,
    signedNumber: onlyOnTime,
  },
  {
    name: 'moved to here and now, from another day',
    held: (startMs) => [movedTo(HERE, startMs, { startMs: startMs + 9 * DAY })],
    confirmation: (atEdge) => atEdge,
    signedNumber: onlyOnTime,
  },
  {
    name: 'booked at an hour that nobody serves',
    held: (startMs) => [appointment({ startMs })],
    served: false,
    confirmation: (atEdge) => (atEdge === 'checked-in' ? 'closed' : atEdge),
    signedNumber: () => 'neutral',
  },
  {
    name: 'cancelled',
    held: (startMs) => [appointment({ startMs, state: 'cancelled' })],
    confirmation: () => 'cancelled',
    signedNumber: () => 'neutral',
  },
  {
    name: 'checked in already',
    held: (startMs) => [appointment({ startMs, state: 'checked-in' })],
    confirmation: () => 'already-checked-in',
    signedNumber: () => 'neutral',
  },
  {
    name: 'two days later',
    held: (startMs) => [appointment({ startMs: startMs + 2 * DAY })],
    confirmation: () => 'wrong-day',
    signedNumber: () => 'neutral',
  },
  {
    name: 'two days ago',
    held: (startMs) => [appointment({ startMs: startMs - 2 * DAY })],
    confirmation: () => 'wrong-day',
    signedNumber: () => 'neutral',
  },
  {
    name: 'moved to another day',
    held: (startMs) => [movedTo(HERE, startMs + 2 * DAY, { startMs })],
    confirmation: () => 'wrong-day',
    signedNumber: () => 'neutral',
  },
  {
    name: 'in another office',
    held: (startMs) => [appointment({ startMs, officeId: 'oac-districte' })],
    confirmation: () => 'wrong-office',
    signedNumber: () => 'neutral',
  },
  {
    name: 'moved to another office',
    held: (startMs) => [movedTo('oac-districte', startMs, { startMs })],
    confirmation: () => 'wrong-office',
    signedNumber: () => 'neutral',
  },
];

describe('the decision table', () => {
  describe.each(STARTS)('for %s', (_name, startMs) => {
    test.each(SITUATIONS)(
      '$name: told exactly with a confirmation, with a signed number no more than it may be, and with a number nothing',
      (situation) => {
        const { held, served = true, confirmation, signedNumber } = situation;
        for (const [offsetMs, atEdge] of EDGES) {
          const nowMs = startMs + offsetMs;
          const kindOf = (
            presented: Presented,
            changes: Partial<CheckInRules> = {},
            sensitive = false,
          ): CheckInResultKind => {
            const appointments = held(startMs).map((one) => ({ ...one, sensitive }));
            return decide(presented, appointments, nowMs, { isServed: () => served, ...changes }).result.kind;
          };
          for (const way of [LOCATOR, token({ startMs })]) {
            expect(kindOf(way), `${offsetMs} ms`).toBe(confirmation(atEdge));
            expect(kindOf(way, {}, true)).toBe(confirmation(atEdge));
            expect(kindOf(way, { sensitive: true }, true)).toBe(confirmation(atEdge));
          }
          expect(kindOf(SIGNED_NUMBER), `${offsetMs} ms`).toBe(signedNumber(atEdge));
          expect(kindOf(SIGNED_NUMBER, {}, true)).toBe('neutral');
          expect(kindOf(STRANGERS_SIGNED_NUMBER)).toBe('neutral');
          for (const presented of [DOCUMENT, STRANGER])
            for (const sensitive of [false, true])
              expect(decide(presented, held(startMs), nowMs, { sensitive, isServed: () => served }).result).toEqual(
                A_TURN,
              );
          for (const presented of [SIGNED_NUMBER, STRANGERS_SIGNED_NUMBER])
            expect(decide(presented, held(startMs), nowMs, { sensitive: true, isServed: () => served }).result).toEqual(
              A_TURN,
            );
          expect(kindOf({ credential: 'none', statedMs: startMs })).toBe('on-trust');
        }
      },
    );

    test('nothing held: unknown while the kiosk is up to date, taken on trust when it is not', () => {
      for (const [offsetMs, atEdge] of EDGES) {
        const nowMs = startMs + offsetMs;
        const resultOf = (presented: Presented, ageMs: number | null, changes: Partial<CheckInRules> = {}) =>
          decideCheckIn(presented, cache([], nowMs, ageMs), rules(changes), nowMs).result;
        for (const ageMs of [0, CACHE_FRESH_FOR_MS]) expect(resultOf(LOCATOR, ageMs)).toEqual({ kind: 'not-found' });
        for (const ageMs of [CACHE_FRESH_FOR_MS + 1, 3 * DAY, null])
          expect(resultOf(LOCATOR, ageMs)).toEqual({ kind: 'unverified-offline', startMs: null });
        for (const ageMs of [0, 30 * DAY, null]) {
          const kind = atEdge === 'checked-in' ? 'unverified-offline' : atEdge;
          expect(resultOf(token({ startMs, expiresMs: startMs + DAY }), ageMs)).toMatchObject({ kind, startMs });
          expect(resultOf(SIGNED_NUMBER, ageMs)).toEqual({ kind: 'neutral' });
          expect(resultOf(SIGNED_NUMBER, ageMs, { sensitive: true })).toEqual(A_TURN);
          for (const sensitive of [false, true]) expect(resultOf(DOCUMENT, ageMs, { sensitive })).toEqual(A_TURN);
        }
      }
    });
  });

  test('knows every answer that there is', () => {
    const kinds = new Set<CheckInResultKind>(['not-found', 'unverified-offline', 'on-trust']);
    for (const { confirmation, signedNumber } of SITUATIONS)
      for (const [, atEdge] of EDGES) kinds.add(confirmation(atEdge)).add(signedNumber(atEdge));
    expect([...kinds].toSorted()).toEqual(Object.keys(SUGGESTED_ACTIONS).toSorted());
  });
});

describe('whoever holds the confirmation', () => {
  const resultOf = (
    appointments: readonly CachedAppointment[],
    nowMs: number,
    changes: Partial<CheckInRules> = {},
  ): CheckInResult => decide(LOCATOR, appointments, nowMs, changes).result;

  test('is told from when the appointment is taken', () => {
    expect(resultOf([appointment()], START_MS - 2 * HOUR)).toEqual({
      kind: 'too-early',
      startMs: START_MS,
      fromMs: START_MS - 30 * MINUTE,
    });
  });

  test('is told the day and the hour, the office, and where a specialist waits', () => {
    expect(resultOf([appointment()], START_MS - DAY)).toEqual({ kind: 'wrong-day', startMs: START_MS });
    expect(resultOf([appointment({ officeId: 'casal' })], START_MS)).toEqual({
      kind: 'wrong-office',
      startMs: START_MS,
      officeId: 'casal',
    });
    expect(resultOf([appointment({ deskId: 'despatx-3' })], START_MS)).toEqual({
      kind: 'checked-in',
      startMs: START_MS,
      deskId: 'despatx-3',
    });
  });

  test('is late for a specialist: staff learn which desk waits', () => {
    expect(decide(LOCATOR, [appointment({ deskId: 'despatx-3' })], START_MS + HOUR)).toEqual({
      result: { kind: 'too-late', startMs: START_MS },
      match: { appointmentId: 'a1', serviceId: 'empadronament', deskId: 'despatx-3' },
    });
  });

  test('is taken within the window of the service, where it has one of its own', () => {
    const serviceWindows = new Map([['empadronament', { earlyMs: HOUR, lateMs: 0 }]]);
    expect(resultOf([appointment()], START_MS - HOUR, { serviceWindows }).kind).toBe('checked-in');
    expect(resultOf([appointment()], START_MS - HOUR - 1, { serviceWindows }).kind).toBe('too-early');
    expect(resultOf([appointment()], START_MS + 1, { serviceWindows }).kind).toBe('too-late');
    expect(resultOf([appointment({ serviceId: 'tributs' })], START_MS + 1, { serviceWindows }).kind).toBe('checked-in');
  });

  test('is asked for the hour of the appointment, not for that of now, when a service is closed', () => {
    const asked: unknown[] = [];
    const isServed = (serviceId: string | null, startMs: number) => asked.push([serviceId, startMs]) > 0;
    resultOf([appointment()], START_MS - 20 * MINUTE, { isServed });
    decide(token(), [], START_MS, { isServed });
    expect(asked).toEqual([
      ['empadronament', START_MS],
      [null, START_MS],
    ]);
  });

  test('of an old QR code is told what holds now', () => {
    const moved = [appointment({ startMs: START_MS + 2 * HOUR })];
    expect(decide(token(), moved, START_MS).result).toMatchObject({ kind: 'too-early', startMs: START_MS + 2 * HOUR });
  });

  test('that comes before midnight for just after it is early, not on the wrong day', () => {
    const afterMidnight = Date.parse('2026-11-26T00:50+01:00');
    expect(resultOf([appointment({ startMs: afterMidnight })], afterMidnight - 2 * HOUR).kind).toBe('too-early');
    expect(resultOf([appointment({ startMs: afterMidnight })], afterMidnight + 20 * HOUR).kind).toBe('too-late');
    expect(resultOf([appointment({ startMs: afterMidnight })], afterMidnight - 22 * HOUR).kind).toBe('wrong-day');
  });

  test('is taken within a window that is longer than the day', () => {
    const serviceWindows = new Map([['empadronament', { earlyMs: 2 * DAY, lateMs: 0 }]]);
    expect(resultOf([appointment()], START_MS - 2 * DAY, { serviceWindows }).kind).toBe('checked-in');
    expect(resultOf([appointment()], START_MS - 2 * DAY - 1, { serviceWindows }).kind).toBe('wrong-day');
  });

  test('of a QR code from elsewhere is sent there, also without network', () => {
    const decision = decideCheckIn(token({ officeId: 'casal' }), cache([], START_MS, null), rules(), START_MS);
    expect(decision).toEqual({
      result: { kind: 'wrong-office', startMs: START_MS, officeId: 'casal' },
      match: { appointmentId: 'a1', serviceId: null, deskId: null },
    });
  });

  test('of a QR code that has expired is known only by what the kiosk holds', () => {
    const expired = token({ expiresMs: START_MS });
    expect(decide(expired, [appointment()], START_MS).result.kind).toBe('checked-in');
    expect(decide(expired, [], START_MS)).toEqual({ result: { kind: 'not-found' }, match: null });
    expect(decide(token({ expiresMs: START_MS + 1 }), [], START_MS).result.kind).toBe('unverified-offline');
    expect(decideCheckIn(expired, cache([], START_MS, null), rules(), START_MS).result).toEqual({
      kind: 'unverified-offline',
      startMs: null,
    });
  });

  test('of a day that the kiosk does not hold is taken on trust, however fresh the rest is', () => {
    const other = { ...cache([], START_MS), days: ['2026-11-24', '2026-11-26'] };
    expect(decideCheckIn(LOCATOR, other, rules(), START_MS).result.kind).toBe('unverified-offline');
  });

  test('of a QR code of today, once today is over here, is not taken on trust: nobody serves it', () => {
    const resultOf = (overTo: string) =>
      decideCheckIn(token(), { ...cache([], START_MS), overTo }, rules(), START_MS).result;
    expect(resultOf(serviceDayOf(START_MS, ZONE))).toEqual({ kind: 'closed', startMs: START_MS });
    expect(resultOf(serviceDayOf(START_MS - DAY, ZONE)).kind).toBe('unverified-offline');
    const { result: elsewhere } = decideCheckIn(
      token({ officeId: 'casal' }),
      { ...cache([], START_MS), overTo: serviceDayOf(START_MS, ZONE) },
      rules(),
      START_MS,
    );
    expect(elsewhere.kind).toBe('wrong-office');
  });

  test('is found under an older key too', () => {
    const rotated: Presented = {
      credential: 'confirmation',
      by: 'locator',
      locatorHashes: ['under-the-new', 'hash-of-locator'],
    };
    expect(decide(rotated, [appointment()], START_MS).result.kind).toBe('checked-in');
    const shown: Presented = { ...SIGNED_NUMBER, documentHashes: ['under-the-new', 'hash-of-document'] };
    expect(decide(shown, [appointment()], START_MS).result.kind).toBe('checked-in');
  });

  test('is not found by a hash that is not there', () => {
    const none: CachedAppointment = { ...appointment(), documentHash: null, locatorHash: null };
    expect(decide(LOCATOR, [none], START_MS).result.kind).toBe('not-found');
    expect(decide(SIGNED_NUMBER, [none], START_MS).result.kind).toBe('neutral');
  });
});

describe('several appointments of one person', () => {
  const at = (minutes: number, changes: Parameters<typeof appointment>[0] = {}) =>
    appointment({ id: `at-${minutes}`, startMs: START_MS + minutes * MINUTE, ...changes });
  const chosen = (appointments: readonly CachedAppointment[], presented: Presented = DOCUMENT) =>
    [appointments, appointments.toReversed()].map((list) => decide(presented, list, START_MS).match?.appointmentId);

  test.each([
    ['the one that fits now', [at(-60), at(5), at(240)], 'at-5'],
    ['the first to start of two that fit', [at(20, { id: 'a' }), at(-5, { id: 'b' })], 'b'],
    ['the next when the first has been checked in', [at(-5, { state: 'checked-in' }), at(20)], 'at-20'],
    ['the next when the first was cancelled', [at(-5, { state: 'cancelled' }), at(20)], 'at-20'],
    ['the one in this office', [at(-5, { officeId: 'casal' }), at(20)], 'at-20'],
  ])('give %s, in whatever order they are held', (_which, appointments, id) => {
    expect(chosen(appointments)).toEqual([id, id]);
    expect(chosen(appointments, LOCATOR)).toEqual([id, id]);
  });

  test.each([
    ['the one that is still to come', [at(-60), at(120)], 'at-120', 'too-early'],
    ['the one of today', [at(60 * 24), at(-60)], 'at--60', 'too-late'],
    ['the nearest of other days', [at(-60 * 72), at(60 * 24)], 'at-1440', 'wrong-day'],
    ['the nearest that is early', [at(180), at(120)], 'at-120', 'too-early'],
    ['the one that is not cancelled', [at(0, { state: 'cancelled' }), at(60 * 24)], 'at-1440', 'wrong-day'],
    ['the ticket that was given', [at(0, { state: 'checked-in' }), at(60 * 24)], 'at-0', 'already-checked-in'],
  ])('with one locator tell of %s when none fits', (_which, appointments, id, kind) => {
    expect(chosen(appointments, LOCATOR)).toEqual([id, id]);
    expect(decide(LOCATOR, appointments, START_MS).result.kind).toBe(kind);
  });

  test('are the same two when they start together, in whatever order they are held', () => {
    expect(chosen([at(0, { id: 'b' }), at(0, { id: 'a' })])).toEqual(['a', 'a']);
    expect(chosen([at(0, { id: 'b' }), at(0, { id: 'a' })], LOCATOR)).toEqual(['a', 'a']);
  });
});

describe('whoever types a document number', () => {
  test('is told of a turn and nothing else, whatever they have, and staff learn which appointment it is', () => {
    const held = [appointment({ deskId: 'despatx-3' })];
    expect(decide(DOCUMENT, held, START_MS)).toEqual({
      result: A_TURN,
      match: { appointmentId: 'a1', serviceId: 'empadronament', deskId: 'despatx-3' },
    });
    expect(decide(STRANGER, held, START_MS)).toEqual({ result: A_TURN, match: null });
  });

  test('has the appointment of the chosen service before one of another, and that before none', () => {
    const both = [
      appointment({ id: 'first', serviceId: 'tributs', startMs: START_MS - MINUTE }),
      appointment({ id: 'chosen' }),
    ];
    expect(decide(DOCUMENT, both, START_MS).match?.appointmentId).toBe('chosen');
    expect(decide(DOCUMENT, both, START_MS, { chosenServiceId: 'padro' }).match?.appointmentId).toBe('first');
  });

  test('takes no sensitive appointment by an ordinary service, and no ordinary one by a sensitive service', () => {
    const [sensitive, ordinary] = [appointment({ id: 'sensitive', sensitive: true }), appointment({ id: 'ordinary' })];
    expect(decide(DOCUMENT, [sensitive], START_MS).match).toBeNull();
    expect(decide(DOCUMENT, [ordinary], START_MS, { sensitive: true }).match).toBeNull();
    for (const [chosen, id] of [
      [false, 'ordinary'],
      [true, 'sensitive'],
    ] as const)
      expect(decide(DOCUMENT, [sensitive, ordinary], START_MS, { sensitive: chosen }).match?.appointmentId).toBe(id);
  });

  test('at another time is not told of to staff either', () => {
    for (const offsetMs of [-31 * MINUTE, 11 * MINUTE, DAY])
      for (const sensitive of [false, true])
        expect(decide(DOCUMENT, [appointment()], START_MS + offsetMs, { sensitive }).match).toBeNull();
  });
});

describe('whoever shows a number that the police have signed for the moment', () => {
  test('is told the hour and where a specialist waits, when the turn is theirs', () => {
    expect(decide(SIGNED_NUMBER, [appointment({ deskId: 'despatx-3' })], START_MS).result).toEqual({
      kind: 'checked-in',
      startMs: START_MS,
      deskId: 'despatx-3',
    });
  });

  test('of a sensitive service learns nothing, and staff learn who is there', () => {
    expect(decide(SIGNED_NUMBER, [appointment({ sensitive: true })], START_MS)).toEqual({
      result: { kind: 'neutral' },
      match: { appointmentId: 'a1', serviceId: 'empadronament', deskId: null },
    });
  });

  test('has the appointment that may show before one that may not', () => {
    const both = [
      appointment({ id: 'sensitive', startMs: START_MS - MINUTE, sensitive: true }),
      appointment({ id: 'ordinary' }),
    ];
    expect(decide(SIGNED_NUMBER, both, START_MS)).toMatchObject({
      result: { kind: 'checked-in', startMs: START_MS },
      match: { appointmentId: 'ordinary' },
    });
    expect(decide(SIGNED_NUMBER, both, START_MS, { sensitive: true }).match?.appointmentId).toBe('sensitive');
  });

  test('in a sensitive office gets the same whether known or not, and staff see the match', () => {
    const holder = decide(SIGNED_NUMBER, [appointment({ sensitive: true })], START_MS, { sensitive: true });
    const other = decide(STRANGERS_SIGNED_NUMBER, [appointment({ sensitive: true })], START_MS, { sensitive: true });
    expect(holder.result).toEqual(other.result);
    expect(holder.match?.appointmentId).toBe('a1');
    expect(other.match).toBeNull();
  });
});

const hashes = fc.constantFrom('h1', 'h2', 'h3');
const offices = fc.constantFrom(HERE, 'casal');
const proofs = fc.constantFrom('number' as const, 'signed-code' as const);
/** Most of them about the same hour, some on other days. */
const starts = fc
  .oneof(fc.integer({ min: -40, max: 40 }), fc.integer({ min: -40, max: 40 }), fc.integer({ min: -5_000, max: 5_000 }))
  .map((minutes) => START_MS + minutes * MINUTE);
const appointments = fc.uniqueArray(
  fc
    .record({
      appointmentId: fc.integer({ min: 1, max: 8 }).map((number) => `secret-${number}`),
      officeId: offices,
      serviceId: fc.constantFrom('secret-service', 'secret-advice'),
      startMs: starts,
      deskId: fc.constantFrom(null, 'desk-1'),
      documentHash: fc.option(hashes),
      locatorHash: fc.option(hashes),
      codeHash: fc.option(hashes),
      sensitive: fc.boolean(),
      state: fc.constantFrom('booked', 'booked', 'cancelled', 'checked-in', 'moved'),
      movedTo: fc.record({ officeId: offices, startMs: starts }),
    })
    .map(
      ({ state, movedTo: place, ...rest }): CachedAppointment =>
        state === 'moved' ? { ...rest, state, movedTo: place } : { ...rest, state },
    ),
  { maxLength: 8, selector: ({ appointmentId }) => appointmentId },
);
const caches: fc.Arbitrary<AppointmentCache> = fc.record({
  appointments,
  days: fc.subarray(['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27']),
  overTo: fc.constantFrom('', '2026-11-24', '2026-11-25', '2026-11-26'),
  ageMs: fc.option(fc.integer({ min: 0, max: 14 * DAY })),
});
const presentations: fc.Arbitrary<Presented> = fc.oneof(
  fc.record({
    credential: fc.constant('document' as const),
    by: fc.constantFrom('number' as const, 'signed-code' as const),
    documentHashes: fc.array(hashes, { maxLength: 2 }),
  }),
  fc.record({
    credential: fc.constant('confirmation' as const),
    by: fc.constant('locator' as const),
    locatorHashes: fc.array(hashes, { maxLength: 2 }),
  }),
  fc.record({
    credential: fc.constant('confirmation' as const),
    by: fc.constant('token' as const),
    token: fc.record({
      appointmentId: fc.constantFrom('secret-1', 'secret-2', 'secret-9'),
      officeId: offices,
      startMs: starts,
      expiresMs: starts,
    }),
  }),
  fc.record({ credential: fc.constant('none' as const), statedMs: starts }),
);
const anyRules = fc
  .record({
    sensitive: fc.boolean(),
    served: fc.boolean(),
    early: fc.nat(240),
    late: fc.nat(60),
    chosenServiceId: fc.constantFrom(null, 'secret-service', 'secret-advice'),
  })
  .map(({ sensitive, served, early, late, chosenServiceId }) =>
    rules({
      sensitive,
      chosenServiceId,
      isServed: () => served,
      serviceWindows: new Map([['secret-advice', { earlyMs: early * MINUTE, lateMs: late * MINUTE }]]),
    }),
  );

/** What is told of one number, typed or signed, after the other, each appointment that is taken remembered as such, as a kiosk does. */
function answersInTurn(
  held: readonly CachedAppointment[],
  typed: readonly { hash: string; by: 'number' | 'signed-code'; sensitive: boolean; afterMinutes: number }[],
  fromMs: number,
): string[] {
  let [known, nowMs] = [held, fromMs];
  return typed.map(({ hash, by, sensitive, afterMinutes }) => {
    nowMs += afterMinutes * MINUTE;
    const shownNow: Presented = { credential: 'document', by, documentHashes: [hash] };
    const { result, match } = decideCheckIn(shownNow, cache(known, nowMs), rules({ sensitive }), nowMs);
    if (result.kind === 'checked-in')
      known = known.map((one) =>
        one.appointmentId === match?.appointmentId ? { ...one, state: 'checked-in' as const } : one,
      );
    return JSON.stringify([result, SUGGESTED_ACTIONS[result.kind]]);
  });
}

describe('whatever is presented, held and asked', () => {
  test('there is a way on, and but for who is checked in it may be a walk-in turn', () => {
    fc.assert(
      fc.property(presentations, caches, anyRules, starts, (presented, held, asked, nowMs) => {
        const { result } = decideCheckIn(presented, held, asked, nowMs);
        const ways = SUGGESTED_ACTIONS[result.kind];
        expect(ways.includes(result.kind === 'checked-in' ? 'ticket' : 'walk-in')).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test('a number is answered with a turn and nothing else, and a signed number with yes or with neither yes nor no, and no time but its own', () => {
    const document = fc.record({
      credential: fc.constant('document' as const),
      by: fc.constantFrom('number' as const, 'signed-code' as const),
      documentHashes: fc.array(hashes, { maxLength: 2 }),
    });
    fc.assert(
      fc.property(document, caches, anyRules, starts, (presented, held, asked, nowMs) => {
        const { result, match } = decideCheckIn(presented, held, asked, nowMs);
        if (presented.by === 'number') expect(result).toEqual(A_TURN);
        expect(['checked-in', 'neutral']).toContain(result.kind);
        if (result.kind === 'checked-in' && result.startMs !== null) expect(match).not.toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  test('nobody is told a person’s, a service’s or an appointment’s identity', () => {
    fc.assert(
      fc.property(presentations, caches, anyRules, starts, (presented, held, asked, nowMs) => {
        const { result } = decideCheckIn(presented, held, asked, nowMs);
        expect(JSON.stringify(result)).not.toMatch(/secret|"h[123]"/);
        for (const key of Object.keys(result))
          expect(['kind', 'startMs', 'fromMs', 'officeId', 'deskId']).toContain(key);
      }),
      { numRuns: 2_000 },
    );
  });

  test('in a sensitive office no sequence of typed numbers and signed numbers tells a holder from anybody else', () => {
    const sequence = fc.array(fc.record({ hash: hashes, by: proofs, afterMinutes: fc.nat(60) }), { maxLength: 8 });
    fc.assert(
      fc.property(caches, sequence, starts, (held, typed, fromMs) => {
        const all = held.appointments.map((one) => ({ ...one, sensitive: true }));
        const tries = typed.map((one) => ({ ...one, sensitive: true }));
        expect(answersInTurn(all, tries, fromMs)).toEqual(answersInTurn([], tries, fromMs));
      }),
    );
  });

  test('where services are sensitive and others are not, no sequence of chosen services shows a sensitive appointment', () => {
    const tries = fc.array(
      fc.record({ hash: fc.constantFrom('h1', 'h2'), by: proofs, sensitive: fc.boolean(), afterMinutes: fc.nat(5) }),
    );
    fc.assert(
      fc.property(caches, tries, (held, typed) => {
        const all = held.appointments.map((one) => ({ ...one, officeId: HERE, documentHash: 'h1' }));
        const ordinary = all.filter(({ sensitive }) => !sensitive);
        expect(answersInTurn(all, typed, START_MS)).toEqual(answersInTurn(ordinary, typed, START_MS));
      }),
      { numRuns: 2_000 },
    );
  });

  test('a sensitive service tried before a plain one does not tell who has both appointments from who has one', () => {
    const all = [
      appointment({ id: 'sensitive', sensitive: true }),
      appointment({ id: 'later-sensitive', sensitive: true, startMs: START_MS + 20 * MINUTE }),
      appointment({ id: 'plain', startMs: START_MS + 10 * MINUTE }),
      appointment({ id: 'earlier-plain', startMs: START_MS - 5 * MINUTE }),
    ];
    const hash = 'hash-of-document';
    const sensitiveThenPlain = [true, false, false].map((sensitive) => ({
      ...{ hash, by: 'signed-code' as const, sensitive, afterMinutes: 0 },
    }));
    for (let subset = 0; subset < 2 ** all.length; subset += 1) {
      const held = all.filter((_one, index) => (subset & (1 << index)) !== 0);
      const ordinary = held.filter(({ sensitive }) => !sensitive);
      const answers = answersInTurn(held, sensitiveThenPlain, START_MS);
      expect(answers).toEqual(answersInTurn(ordinary, sensitiveThenPlain, START_MS));
      const given = answers.slice(1).filter((answer) => answer.includes('checked-in'));
      expect(given, `of ${ordinary.length}`).toHaveLength(ordinary.length);
    }
  });

  test('in an ordinary office appointments of sensitive services change nothing of the answer to a signed number', () => {
    fc.assert(
      fc.property(hashes, caches, starts, (hash, held, nowMs) => {
        const resultOf = (list: readonly CachedAppointment[]) =>
          decideCheckIn(
            { credential: 'document', by: 'signed-code', documentHashes: [hash] },
            { ...held, appointments: list },
            rules(),
            nowMs,
          ).result;
        const ordinary = held.appointments.filter(({ sensitive }) => !sensitive);
        expect(resultOf(held.appointments)).toEqual(resultOf(ordinary));
      }),
      { numRuns: 2_000 },
    );
  });
});
