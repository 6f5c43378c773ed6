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
} from '../../../../../src-main/check-in/rules/check-in.ts';
import { serviceDayOf } from '../../../../../src-main/domain/service-day.ts';
import {
  A_TURN,
  appointment,
  cache,
  DAY,
  DOCUMENT,
  decide,
  HERE,
  HOUR,
  LOCATOR,
  MINUTE,
  movedTo,
  rules,
  SECOND,
  SIGNED_NUMBER,
  START_MS,
  STARTS,
  STRANGER,
  STRANGERS_SIGNED_NUMBER,
  token,
  ZONE,
} from './checked-in-office.ts';

test('the window is half an hour before and ten minutes after, unless an office sets another', () => {
  expect(DEFAULT_WINDOW).toEqual({ earlyMs: 30 * MINUTE, lateMs: 10 * MINUTE });
});

/** Milliseconds from the appointment's start, and the result at that time. */
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

type AtEdge = (typeof EDGES)[number][1];

interface Situation {
  name: string;
  held: (startMs: number) => CachedAppointment;
  served?: boolean;
  /** The result of showing a confirmation; `atEdge` is the result by the clock alone. */
  confirmation: (atEdge: AtEdge) => CheckInResultKind;
  /** The result of a signed number. Default: neutral. */
  signedNumber?: (atEdge: AtEdge) => CheckInResultKind;
}

const onlyOnTime = (atEdge: AtEdge): CheckInResultKind => (atEdge === 'checked-in' ? 'checked-in' : 'neutral');
const SITUATIONS: readonly Situation[] = [
  {
    name: 'booked here',
    held: (startMs) => appointment({ startMs }),
    confirmation: (atEdge) => atEdge,
    signedNumber: onlyOnTime,
  },
  {
    name: 'moved to here and now, from another day',
    held: (startMs) => movedTo(HERE, startMs, { startMs: startMs + 9 * DAY }),
    confirmation: (atEdge) => atEdge,
    signedNumber: onlyOnTime,
  },
  {
    name: 'booked at an hour that nobody serves',
    held: (startMs) => appointment({ startMs }),
    served: false,
    confirmation: (atEdge) => (atEdge === 'checked-in' ? 'closed' : atEdge),
  },
  {
    name: 'cancelled',
    held: (startMs) => appointment({ startMs, state: 'cancelled' }),
    confirmation: () => 'cancelled',
  },
  {
    name: 'checked in already',
    held: (startMs) => appointment({ startMs, state: 'checked-in' }),
    confirmation: () => 'already-checked-in',
    signedNumber: () => 'already-checked-in',
  },
  {
    name: 'two days later',
    held: (startMs) => appointment({ startMs: startMs + 2 * DAY }),
    confirmation: () => 'wrong-day',
  },
  {
    name: 'two days ago',
    held: (startMs) => appointment({ startMs: startMs - 2 * DAY }),
    confirmation: () => 'wrong-day',
  },
  {
    name: 'moved to another day',
    held: (startMs) => movedTo(HERE, startMs + 2 * DAY, { startMs }),
    confirmation: () => 'wrong-day',
  },
  {
    name: 'in another office',
    held: (startMs) => appointment({ startMs, officeId: 'oac-districte' }),
    confirmation: () => 'wrong-office',
  },
  {
    name: 'moved to another office',
    held: (startMs) => movedTo('oac-districte', startMs, { startMs }),
    confirmation: () => 'wrong-office',
  },
];

describe('the decision table', () => {
  describe.each(STARTS)('for %s', (_name, startMs) => {
    test.each(SITUATIONS)(
      '$name: a confirmation gets the exact result, a signed number a permitted one, and a typed number only a turn',
      ({ held, served = true, confirmation, signedNumber = () => 'neutral' }) => {
        for (const [offsetMs, atEdge] of EDGES) {
          const nowMs = startMs + offsetMs;
          const kindOf = (
            presented: Presented,
            changes: Partial<CheckInRules> = {},
            sensitive = false,
          ): CheckInResultKind => {
            const appointments = [{ ...held(startMs), sensitive }];
            return decide(presented, appointments, nowMs, { isServed: () => served, ...changes }).result.kind;
          };
          for (const shown of [LOCATOR, token({ startMs })]) {
            expect(kindOf(shown), `${offsetMs} ms`).toBe(confirmation(atEdge));
            expect(kindOf(shown, {}, true)).toBe(confirmation(atEdge));
            expect(kindOf(shown, { sensitive: true }, true)).toBe(confirmation(atEdge));
          }
          expect(kindOf(SIGNED_NUMBER), `${offsetMs} ms`).toBe(signedNumber(atEdge));
          expect(kindOf(SIGNED_NUMBER, {}, true)).toBe('neutral');
          expect(kindOf(STRANGERS_SIGNED_NUMBER)).toBe('neutral');
          for (const presented of [DOCUMENT, STRANGER])
            for (const sensitive of [false, true])
              expect(decide(presented, [held(startMs)], nowMs, { sensitive, isServed: () => served }).result).toEqual(
                A_TURN,
              );
          for (const presented of [SIGNED_NUMBER, STRANGERS_SIGNED_NUMBER])
            expect(
              decide(presented, [held(startMs)], nowMs, { sensitive: true, isServed: () => served }).result,
            ).toEqual(A_TURN);
        }
      },
    );

    test('without an appointment: unknown while the kiosk is up to date, taken on trust while it is not', () => {
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

  test('covers every result', () => {
    const kinds = new Set<CheckInResultKind>(['not-found', 'unverified-offline']);
    for (const { confirmation, signedNumber = (): CheckInResultKind => 'neutral' } of SITUATIONS)
      for (const [, atEdge] of EDGES) kinds.add(confirmation(atEdge)).add(signedNumber(atEdge));
    expect([...kinds].toSorted()).toEqual(['checked-in', ...Object.keys(SUGGESTED_ACTIONS)].toSorted());
  });
});

describe('a confirmation', () => {
  const resultOf = (
    appointments: readonly CachedAppointment[],
    nowMs: number,
    changes: Partial<CheckInRules> = {},
  ): CheckInResult => decide(LOCATOR, appointments, nowMs, changes).result;

  test('too early gets the time from which it is accepted', () => {
    expect(resultOf([appointment()], START_MS - 2 * HOUR)).toEqual({
      kind: 'too-early',
      startMs: START_MS,
      fromMs: START_MS - 30 * MINUTE,
    });
  });

  test('gets the day and the hour, the office, and the specialist’s desk', () => {
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

  test('is too late for a specialist: staff learn which desk waits', () => {
    expect(decide(LOCATOR, [appointment({ deskId: 'despatx-3' })], START_MS + HOUR)).toEqual({
      result: { kind: 'too-late', startMs: START_MS },
      match: { appointmentId: 'a1', serviceId: 'empadronament', deskId: 'despatx-3' },
    });
  });

  test('is accepted within the window of the service, if it has one of its own', () => {
    const serviceWindows = new Map([['empadronament', { earlyMs: HOUR, lateMs: 0 }]]);
    expect(resultOf([appointment()], START_MS - HOUR, { serviceWindows }).kind).toBe('checked-in');
    expect(resultOf([appointment()], START_MS - HOUR - 1, { serviceWindows }).kind).toBe('too-early');
    expect(resultOf([appointment()], START_MS + 1, { serviceWindows }).kind).toBe('too-late');
    expect(resultOf([appointment({ serviceId: 'tributs' })], START_MS + 1, { serviceWindows }).kind).toBe('checked-in');
  });

  test('has the closure of its service checked for the hour of the appointment, not for the present hour', () => {
    const asked: unknown[] = [];
    const isServed = (serviceId: string | null, startMs: number) => asked.push([serviceId, startMs]) > 0;
    resultOf([appointment()], START_MS - 20 * MINUTE, { isServed });
    decide(token(), [], START_MS, { isServed });
    expect(asked).toEqual([
      ['empadronament', START_MS],
      [null, START_MS],
    ]);
  });

  test('in an old QR code gets the present state of the appointment', () => {
    const moved = [appointment({ startMs: START_MS + 2 * HOUR })];
    expect(decide(token(), moved, START_MS).result).toMatchObject({ kind: 'too-early', startMs: START_MS + 2 * HOUR });
  });

  test('that comes before midnight for just after it is early, not on the wrong day', () => {
    const afterMidnight = Date.parse('2026-11-26T00:50+01:00');
    expect(resultOf([appointment({ startMs: afterMidnight })], afterMidnight - 2 * HOUR).kind).toBe('too-early');
    expect(resultOf([appointment({ startMs: afterMidnight })], afterMidnight + 20 * HOUR).kind).toBe('too-late');
    expect(resultOf([appointment({ startMs: afterMidnight })], afterMidnight - 22 * HOUR).kind).toBe('wrong-day');
  });

  test('is accepted within a window that is longer than a day', () => {
    const serviceWindows = new Map([['empadronament', { earlyMs: 2 * DAY, lateMs: 0 }]]);
    expect(resultOf([appointment()], START_MS - 2 * DAY, { serviceWindows }).kind).toBe('checked-in');
    expect(resultOf([appointment()], START_MS - 2 * DAY - 1, { serviceWindows }).kind).toBe('wrong-day');
  });

  test('in a QR code of another office names that office, also offline', () => {
    const decision = decideCheckIn(token({ officeId: 'casal' }), cache([], START_MS, null), rules(), START_MS);
    expect(decision).toEqual({
      result: { kind: 'wrong-office', startMs: START_MS, officeId: 'casal' },
      match: { appointmentId: 'a1', serviceId: null, deskId: null },
    });
  });

  test('in an expired QR code is matched only with the appointments that the kiosk holds', () => {
    const expired = token({ expiresMs: START_MS });
    expect(decide(expired, [appointment()], START_MS).result.kind).toBe('checked-in');
    expect(decide(expired, [], START_MS)).toEqual({ result: { kind: 'not-found' }, match: null });
    expect(decide(token({ expiresMs: START_MS + 1 }), [], START_MS).result.kind).toBe('unverified-offline');
    expect(decideCheckIn(expired, cache([], START_MS, null), rules(), START_MS).result).toEqual({
      kind: 'unverified-offline',
      startMs: null,
    });
  });

  test('for a day that the kiosk does not hold is taken on trust, however fresh the rest is', () => {
    const other = { ...cache([], START_MS), days: ['2026-11-24', '2026-11-26'] };
    expect(decideCheckIn(LOCATOR, other, rules(), START_MS).result.kind).toBe('unverified-offline');
  });

  test('in a QR code of today, once today is over here, is answered as closed and not taken on trust', () => {
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

  test('is not found by a hash that is missing', () => {
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
  ])('are resolved to %s, in whatever order they are held', (_which, appointments, id) => {
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
  ])('with one locator are resolved to %s if none fits', (_which, appointments, id, kind) => {
    expect(chosen(appointments, LOCATOR)).toEqual([id, id]);
    expect(decide(LOCATOR, appointments, START_MS).result.kind).toBe(kind);
  });

  test('that start together are resolved to the same one, in whatever order they are held', () => {
    expect(chosen([at(0, { id: 'b' }), at(0, { id: 'a' })])).toEqual(['a', 'a']);
    expect(chosen([at(0, { id: 'b' }), at(0, { id: 'a' })], LOCATOR)).toEqual(['a', 'a']);
  });
});

describe('a typed document number', () => {
  test('gets a turn and no other answer in every case, and staff learn which appointment it matches', () => {
    const held = [appointment({ deskId: 'despatx-3' })];
    expect(decide(DOCUMENT, held, START_MS)).toEqual({
      result: A_TURN,
      match: { appointmentId: 'a1', serviceId: 'empadronament', deskId: 'despatx-3' },
    });
    expect(decide(STRANGER, held, START_MS)).toEqual({ result: A_TURN, match: null });
  });

  test('matches the appointment of the chosen service first, then one of another service', () => {
    const both = [
      appointment({ id: 'first', serviceId: 'tributs', startMs: START_MS - MINUTE }),
      appointment({ id: 'chosen' }),
    ];
    expect(decide(DOCUMENT, both, START_MS).match?.appointmentId).toBe('chosen');
    expect(decide(DOCUMENT, both, START_MS, { chosenServiceId: 'padro' }).match?.appointmentId).toBe('first');
  });

  test('matches no sensitive appointment by an ordinary service, and no ordinary one by a sensitive service', () => {
    const [sensitive, ordinary] = [appointment({ id: 'sensitive', sensitive: true }), appointment({ id: 'ordinary' })];
    expect(decide(DOCUMENT, [sensitive], START_MS).match).toBeNull();
    expect(decide(DOCUMENT, [ordinary], START_MS, { sensitive: true }).match).toBeNull();
    for (const [chosen, id] of [
      [false, 'ordinary'],
      [true, 'sensitive'],
    ] as const)
      expect(decide(DOCUMENT, [sensitive, ordinary], START_MS, { sensitive: chosen }).match?.appointmentId).toBe(id);
  });

  test('at another time matches no appointment for staff either', () => {
    for (const offsetMs of [-31 * MINUTE, 11 * MINUTE, DAY])
      for (const sensitive of [false, true])
        expect(decide(DOCUMENT, [appointment()], START_MS + offsetMs, { sensitive }).match).toBeNull();
  });
});

describe('a number in a signed code', () => {
  test('is answered with the hour and the specialist’s desk, if the appointment is due', () => {
    expect(decide(SIGNED_NUMBER, [appointment({ deskId: 'despatx-3' })], START_MS).result).toEqual({
      kind: 'checked-in',
      startMs: START_MS,
      deskId: 'despatx-3',
    });
  });

  test('for a sensitive service gets a neutral answer, and staff learn the match', () => {
    expect(decide(SIGNED_NUMBER, [appointment({ sensitive: true })], START_MS)).toEqual({
      result: { kind: 'neutral' },
      match: { appointmentId: 'a1', serviceId: 'empadronament', deskId: null },
    });
  });

  test('matches an appointment that may be shown before an appointment that may not', () => {
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

  test('in a sensitive office gets the same answer whether known or not, and staff see the match', () => {
    const holder = decide(SIGNED_NUMBER, [appointment({ sensitive: true })], START_MS, { sensitive: true });
    const other = decide(STRANGERS_SIGNED_NUMBER, [appointment({ sensitive: true })], START_MS, { sensitive: true });
    expect(holder.result).toEqual(other.result);
    expect(holder.match?.appointmentId).toBe('a1');
    expect(other.match).toBeNull();
  });
});
