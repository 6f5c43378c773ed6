import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bareResult } from '../../../../../src-main/check-in/steps/check-in-result.ts';
import { ServiceId, TicketId } from '../../../../../src-main/contract/shared/ids.ts';
import { USUAL_WAITING_TIMES } from '../../../../../src-main/contract/shared/waiting-times.ts';
import type { WarningAbout } from '../../../../../src-main/session/contract/parts.ts';
import type { ScreenRow } from '../../../../../src-main/session/contract/row.ts';
import { SCREENS, type ScreenName, type ScreenOf } from '../../../../../src-main/session/contract/view-state.ts';
import {
  NOTHING_LASTING,
  type Overlay,
  type Place,
  type PlaceOf,
  type Session,
  startSession,
} from '../../../../../src-main/session/steps/session.ts';
import { type SessionEvent, stepSession } from '../../../../../src-main/session/steps/session-step.ts';
import { MOST_EXTENSIONS, warningOf } from '../../../../../src-main/session/steps/session-time.ts';
import { TechnicianPage } from '../../../../../src-main/technician/contract/technician.ts';

const START_MS = 5_000;
const serviceId = ServiceId.parse('empadronament');
const ticket = {
  ticketId: TicketId.parse('0d6ab5b4-5c8b-4a8c-9a3d-0c1b6f6f1f01'),
  label: 'A047',
  serviceId,
  visitType: 'walk-in' as const,
  appointment: null,
  followToken: null,
  asked: { preferential: false, comeAndFetch: false },
  acknowledged: null,
};
const begin = (): Session => startSession('5f0c7a3e-3f50-4c8e-8d54-3b7f7b0c7c11', 'ca', START_MS);
const at = (place: Place): Session => ({ ...begin(), place });
const proof = (paper: 'coming' | 'out' | 'paper-out'): Place => ({
  at: 'attendance-proof',
  jobId: 'j',
  label: 'E014',
  fromMs: 0,
  toMs: 0,
  paper,
  printer: null,
});
const services = { at: 'services', visitType: 'walk-in', groupId: null, purpose: null, late: null } as const;
const alreadyIn: Place = {
  at: 'check-in-result',
  result: { ...bareResult('already-checked-in'), ticket },
  shown: null,
};

const HOUR = { start: '2026-12-01T09:20:00.000Z', locator: 'NE4NAF7Q', qr: 'TORN1' };
const hours: PlaceOf<'book-hour'> = {
  at: 'book-hour',
  serviceId,
  from: null,
  gone: new Set(),
  known: { is: 'hours', starts: [HOUR.start] },
};

/** A session whose end would cost the citizen something, and what the warning before its end is about. */
type Somebody = { session: Session; about: WarningAbout };

/** One session for each screen of a citizen's visit. A screen of the contract without a line here does not compile. */
const STEPS: Readonly<Record<Exclude<ScreenName, ScreenOf<'overlay' | 'page'>>, Somebody>> = {
  idle: { session: { ...begin(), language: 'es' }, about: 'settings' },
  closed: { session: { ...begin(), attention: { preferential: true, comeAndFetch: false } }, about: 'settings' },
  night: { session: { ...begin(), language: 'es' }, about: 'settings' },
  'technician-welcome': { session: { ...begin(), language: 'en' }, about: 'settings' },
  'out-of-service': { session: at({ at: 'out-of-service', cause: 'no-slot' }), about: 'start' },
  services: { session: at(services), about: 'choices' },
  printing: { session: at({ at: 'printing', ticket, printer: null }), about: 'number' },
  'take-ticket': { session: at({ at: 'take-ticket', ticket, printer: null }), about: 'number' },
  'printer-trouble': {
    session: at({ at: 'printer-trouble', ticket, cause: 'paper-out', ended: true, printer: null }),
    about: 'number',
  },
  'long-wait': {
    session: at({
      at: 'long-wait',
      serviceId,
      list: { at: 'services', visitType: 'walk-in', groupId: null, purpose: null, late: null },
      known: { queue: { waiting: 20, minutes: { from: 70, to: 120 } }, reach: 'not', endsAt: '14:00' },
      byKeyAtMs: null,
    }),
    about: 'choices',
  },
  'check-in': { session: at({ at: 'check-in' }), about: 'check-in' },
  'locator-keypad': { session: at({ at: 'locator-keypad', mistyped: false }), about: 'check-in' },
  'document-keypad': { session: at({ at: 'document-keypad', mistyped: false, serviceId }), about: 'check-in' },
  'appointment-hour': { session: at({ at: 'appointment-hour', serviceId }), about: 'check-in' },
  'check-in-result': {
    session: at({ at: 'check-in-result', result: bareResult('not-found'), shown: null }),
    about: 'check-in',
  },
  'another-ticket': {
    session: at({ at: 'another-ticket', result: bareResult('already-checked-in'), shown: null }),
    about: 'check-in',
  },
  'other-office': {
    session: at({
      at: 'other-office',
      office: {
        name: 'OAC Districte 2',
        address: 'Carrer de Sant Damià, 200',
        day: '2026-11-24',
        hours: [],
        directions: null,
      },
      from: null,
      slip: null,
    }),
    about: 'choices',
  },
  'attendance-proof': { session: at(proof('out')), about: 'proof' },
  'book-errand': { session: at({ at: 'book-errand', from: null }), about: 'choices' },
  'book-hour': { session: at(hours), about: 'choices' },
  'book-sure': {
    session: at({ at: 'book-sure', serviceId, start: HOUR.start, hold: 'S', doing: 'sure', list: hours }),
    about: 'choices',
  },
  booked: {
    session: at({
      at: 'booked',
      serviceId,
      hour: HOUR,
      hold: 'S',
      jobId: 'a job',
      paper: 'out',
      ended: true,
      printer: null,
    }),
    about: 'start',
  },
  staff: { session: at({ at: 'staff' }), about: 'page' },
  'staff-service': { session: at({ at: 'staff-service', serviceId }), about: 'page' },
  'staff-number': { session: at({ at: 'staff-number', typed: null }), about: 'page' },
  'staff-fault': { session: at({ at: 'staff-fault', kind: 'paper-out' }), about: 'page' },
  'staff-served': { session: at({ at: 'staff-served', series: 'A', typed: null }), about: 'page' },
  'staff-unprinted': { session: at({ at: 'staff-unprinted' }), about: 'page' },
  'technician-pin': {
    session: at({ at: 'technician-pin', step: 'enter', checking: false, notice: null }),
    about: 'typed',
  },
};

const rows: [string, ScreenRow][] = Object.entries(SCREENS);
const isOverlay = (name: string): name is Overlay => rows.some(([one, { kind }]) => one === name && kind === 'overlay');

const people: readonly (readonly [string, Somebody])[] = [
  ...Object.entries(STEPS).filter(([name]) => name !== 'printing'),
  ...rows.flatMap(([name]) =>
    isOverlay(name) ? ([[name, { session: { ...begin(), overlay: name }, about: 'start' }]] as const) : [],
  ),
  [
    'technician-fault',
    { session: at({ at: 'technician-fault', kind: 'paper-out', from: 'technician-log' }), about: 'page' },
  ],
  ...TechnicianPage.options.map((page) => [page, { session: at({ at: page }), about: 'page' }] as const),
];

/** The session after ticks, one every `tickMs`, from `fromMs` until `untilMs`; `null` once it is over. */
function wait(session: Session, fromMs: number, untilMs: number, tickMs = 1_000): Session | null {
  let now: Session | null = session;
  for (let ms = fromMs + tickMs; ms <= untilMs && now !== null; ms += tickMs)
    now = stepSession(now, { type: 'tick' }, ms);
  return now;
}

function untilWarned(session: Session, fromMs: number): { session: Session; ms: number } {
  let now = session;
  for (let ms = fromMs; ms < fromMs + 400_000; ms += 1_000) {
    const next = stepSession(now, { type: 'tick' }, ms);
    if (next === null) throw new Error('cleared without a warning');
    now = next;
    if (warningOf(now, ms) !== null) return { session: now, ms };
  }
  throw new Error('no warning comes');
}
const step = (session: Session, event: SessionEvent, ms: number): Session => {
  const next = stepSession(session, event, ms);
  if (next === null) throw new Error('the session is over');
  return next;
};
const secondsLeft = (session: Session, ms: number) => warningOf(session, ms)?.endsInSeconds ?? null;

describe('every screen with personal content', () => {
  test('is on this list, except the screen that waits for paper', () => {
    expect(people.map(([name]) => name).toSorted()).toEqual(
      Object.keys(SCREENS)
        .filter((name) => name !== 'printing')
        .toSorted(),
    );
    expect(wait(STEPS.printing.session, START_MS, START_MS + 600_000)).not.toBeNull();
  });

  for (const [name, { session, about }] of people)
    test(`warns for twenty seconds, is kept ten times, and then is cleared: ${name}`, () => {
      let { session: now, ms } = untilWarned(session, START_MS);
      for (let times = 0; times < MOST_EXTENSIONS; times += 1) {
        expect(warningOf(now, ms)).toMatchObject({ about, endsInSeconds: 20, extensionsLeft: MOST_EXTENSIONS - times });
        expect(secondsLeft(wait(now, ms, ms + 20_000) ?? begin(), ms + 20_000)).toBe(1);
        now = step(now, { type: 'stay' }, ms + 19_000);
        expect(warningOf(now, ms + 19_000)).toBeNull();
        ({ session: now, ms } = untilWarned(now, ms + 19_000));
      }
      expect(warningOf(now, ms)?.extensionsLeft).toBe(0);
      expect(stepSession(now, { type: 'stay' }, ms + 1_000)).toBe(now);
      expect(wait(now, ms, ms + 20_000)).not.toBeNull();
      expect(wait(now, ms, ms + 21_000)).toBeNull();
    });

  test('warns that the number stays valid if there is one, also under another screen', () => {
    for (const session of [at(alreadyIn), { ...STEPS['take-ticket'].session, overlay: 'help' as const }]) {
      const { session: warned, ms } = untilWarned(session, START_MS);
      expect(warningOf(warned, ms)?.about).toBe('number');
    }
  });

  test('tells the page where a number must not be covered', () => {
    const stands = (session: Session) => {
      const { session: warned, ms } = untilWarned(session, START_MS);
      return warningOf(warned, ms)?.numberStands;
    };
    const withNumber = ['take-ticket', 'printer-trouble', 'booked', 'attendance-proof'];
    for (const [name, { session }] of people) expect(stands(session), name).toBe(withNumber.includes(name));
    expect(stands(at(alreadyIn))).toBe(true);
    expect(stands({ ...at(alreadyIn), overlay: 'help' })).toBe(false);
  });

  test('warns about the appointment inside a check-in, and not about a proof that was not printed', () => {
    const about = (place: Place) => {
      const { session, ms } = untilWarned(at(place), START_MS);
      return warningOf(session, ms)?.about;
    };
    expect(about({ ...services, purpose: { for: 'no-code' } })).toBe('check-in');
    expect(about(proof('paper-out'))).toBe('start');
  });
});

describe('the front', () => {
  test('without a touch never warns', () => {
    expect(wait(begin(), START_MS, START_MS + 100_000)).toEqual(begin());
  });

  test('never warns after settings were set back', () => {
    const access = { ...begin().access };
    const session = step(begin(), { type: 'set-access', access: { ...access, reach: true } }, START_MS);
    const back = step(session, { type: 'set-access', access }, START_MS + 1_000);
    expect(wait(back, START_MS + 1_000, START_MS + 100_000)?.warnedSinceMs).toBeNull();
  });
});

describe('the clock', () => {
  test('warns at the first tick, however late, and never clears without a warning', () => {
    const session = at(services);
    const late = START_MS + 500_000;
    const warned = step(session, { type: 'tick' }, late);
    expect(secondsLeft(warned, late)).toBe(20);
    expect(stepSession(warned, { type: 'tick' }, late + 20_999)).not.toBeNull();
    expect(stepSession(warned, { type: 'tick' }, late + 21_000)).toBeNull();
  });

  test('waits and warns as long as the office sets', () => {
    const times = {
      ...USUAL_WAITING_TIMES,
      warningSeconds: 45,
      quietSeconds: { ...USUAL_WAITING_TIMES.quietSeconds, ticket: 120 },
    };
    const session = {
      ...STEPS['take-ticket'].session,
      lasting: { ...NOTHING_LASTING, times },
    };
    const { session: warned, ms } = untilWarned(session, START_MS);
    expect(ms).toBe(START_MS + 120_000);
    expect(warningOf(warned, ms)).toMatchObject({ endsInSeconds: 45, ofSeconds: 45 });
  });
});

describe('"more time"', () => {
  test('is counted anew after an act, such as a typed digit', () => {
    for (const act of [{ type: 'act' }, { type: 'open-overlay', overlay: 'help' }] satisfies SessionEvent[]) {
      let { session, ms } = untilWarned(at(services), START_MS);
      session = step(session, { type: 'stay' }, ms);
      session = step(session, act, ms + 1_000);
      ({ session, ms } = untilWarned(session, ms + 1_000));
      expect(warningOf(session, ms)?.extensionsLeft).toBe(MOST_EXTENSIONS);
    }
  });

  test('counts once in a double tap', () => {
    let { session, ms } = untilWarned(at(services), START_MS);
    session = step(step(session, { type: 'stay' }, ms), { type: 'stay' }, ms + 150);
    expect(session.extensions).toBe(1);
    ({ session, ms } = untilWarned(session, ms + 150));
    expect(warningOf(session, ms)?.extensionsLeft).toBe(MOST_EXTENSIONS - 1);
  });

  test('is used up, but an act still answers the last warning', () => {
    const last = { ...at(services), extensions: MOST_EXTENSIONS };
    const { session, ms } = untilWarned(last, START_MS);
    const done = step(session, { type: 'open-overlay', overlay: 'help' }, ms + 15_000);
    expect(done).toMatchObject({ warnedSinceMs: null, extensions: 0 });
  });

  test('changes nothing of what the person was doing', () => {
    const { session, ms } = untilWarned(at(services), START_MS);
    const { place, stateNo, language } = step(session, { type: 'stay' }, ms + 5_000);
    expect({ place, stateNo, language }).toEqual({ place: services, stateNo: session.stateNo, language: 'ca' });
  });
});

test('any sequence of events and ticks gives twenty seconds of warning, with a count that only falls', () => {
  const events: readonly SessionEvent[] = [
    { type: 'tick' },
    { type: 'stay' },
    { type: 'act' },
    { type: 'open-overlay', overlay: 'help' },
    { type: 'back' },
    { type: 'choose-language', language: 'es' },
  ];
  const moment = fc.tuple(
    fc.oneof({ weight: 8, arbitrary: fc.constant(events[0]) }, fc.constantFrom(...events)),
    fc.oneof(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 1, max: 90_000 })),
  );
  fc.assert(
    fc.property(fc.constantFrom(...people), fc.array(moment, { maxLength: 60 }), ([, { session }], moments) => {
      let now = session;
      let ms = START_MS;
      const shown: { sinceMs: number | null; seconds: number } = { sinceMs: null, seconds: 0 };
      for (const [event, laterMs] of moments) {
        ms += laterMs;
        const next = event && stepSession(now, event, ms);
        if (!next) {
          // A tick may end the session only after the warning was shown for 20 s.
          if (event?.type === 'tick')
            expect(shown.sinceMs !== null && ms - shown.sinceMs).toBeGreaterThanOrEqual(20_000);
          return;
        }
        now = next;
        const seconds = secondsLeft(now, ms);
        if (seconds === null) shown.sinceMs = null;
        else {
          expect(seconds).toBeGreaterThanOrEqual(0);
          expect(seconds).toBeLessThanOrEqual(shown.sinceMs === null ? 20 : shown.seconds);
          Object.assign(shown, { sinceMs: shown.sinceMs ?? ms, seconds });
        }
        expect(now.extensions).toBeLessThanOrEqual(MOST_EXTENSIONS);
      }
    }),
  );
});
