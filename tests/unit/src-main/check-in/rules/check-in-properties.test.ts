import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AppointmentCache,
  type CachedAppointment,
  decideCheckIn,
  type Presented,
  SUGGESTED_ACTIONS,
} from '../../../../../src-main/check-in/rules/check-in.ts';
import { A_TURN, appointment, cache, DAY, HERE, MINUTE, rules, START_MS } from './checked-in-office.ts';

const hashes = fc.constantFrom('h1', 'h2', 'h3');
const offices = fc.constantFrom(HERE, 'casal');
const proofs = fc.constantFrom('number' as const, 'signed-code' as const);
/** Times of appointments in milliseconds, most of them within 40 minutes of `START_MS`, some on other days. */
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

/** The answers to these numbers in turn. A checked-in appointment is remembered, as at a kiosk. */
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
    return JSON.stringify(result);
  });
}

describe('any presentation with any cache and rules', () => {
  test('has a next action, and a walk-in turn unless a number was given', () => {
    fc.assert(
      fc.property(presentations, caches, anyRules, starts, (presented, held, asked, nowMs) => {
        const { result } = decideCheckIn(presented, held, asked, nowMs);
        fc.pre(result.kind !== 'checked-in');
        const turn = result.kind === 'already-checked-in' ? 'another-ticket' : 'walk-in';
        expect(SUGGESTED_ACTIONS[result.kind]).toContain(turn);
      }),
      { numRuns: 2_000 },
    );
  });

  test('gives a typed number a turn only, and a signed number "checked in" or a neutral answer, with no time but its own', () => {
    const document = fc.record({
      credential: fc.constant('document' as const),
      by: fc.constantFrom('number' as const, 'signed-code' as const),
      documentHashes: fc.array(hashes, { maxLength: 2 }),
    });
    fc.assert(
      fc.property(document, caches, anyRules, starts, (presented, held, asked, nowMs) => {
        const { result, match } = decideCheckIn(presented, held, asked, nowMs);
        if (presented.by === 'number') expect(result).toEqual(A_TURN);
        expect(['checked-in', 'already-checked-in', 'neutral']).toContain(result.kind);
        if (result.kind === 'checked-in' && result.startMs !== null) expect(match).not.toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  test('reveals no identity of a person, a service or an appointment', () => {
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

  test('in a sensitive office no sequence of typed and signed numbers distinguishes a holder from a stranger', () => {
    const sequence = fc.array(fc.record({ hash: hashes, by: proofs, afterMinutes: fc.nat(60) }), { maxLength: 8 });
    fc.assert(
      fc.property(caches, sequence, starts, (held, typed, fromMs) => {
        const all = held.appointments.map((one) => ({ ...one, sensitive: true }));
        const tries = typed.map((one) => ({ ...one, sensitive: true }));
        expect(answersInTurn(all, tries, fromMs)).toEqual(answersInTurn([], tries, fromMs));
      }),
    );
  });

  test('with some services sensitive, no sequence of chosen services reveals a sensitive appointment', () => {
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

  test('a sensitive service tried before a plain one does not reveal whether a holder has both appointments or one', () => {
    const all = [
      appointment({ id: 'sensitive', sensitive: true }),
      appointment({ id: 'later-sensitive', sensitive: true, startMs: START_MS + 20 * MINUTE }),
      appointment({ id: 'plain', startMs: START_MS + 10 * MINUTE }),
      appointment({ id: 'earlier-plain', startMs: START_MS - 5 * MINUTE }),
    ];
    const hash = 'hash-of-document';
    const sensitiveThenPlain = [true, false, false].map((sensitive) => ({
      hash,
      by: 'signed-code' as const,
      sensitive,
      afterMinutes: 0,
    }));
    for (let subset = 0; subset < 2 ** all.length; subset += 1) {
      const held = all.filter((_one, index) => (subset & (1 << index)) !== 0);
      const ordinary = held.filter(({ sensitive }) => !sensitive);
      const answers = answersInTurn(held, sensitiveThenPlain, START_MS);
      expect(answers).toEqual(answersInTurn(ordinary, sensitiveThenPlain, START_MS));
      const given = answers.slice(1).filter((answer) => answer.includes('"checked-in"'));
      expect(given, `of ${ordinary.length}`).toHaveLength(ordinary.length);
    }
  });

  test('in an ordinary office appointments of sensitive services do not change the answer to a signed number', () => {
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
