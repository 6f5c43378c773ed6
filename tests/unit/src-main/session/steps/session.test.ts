import { describe, expect, test } from 'vitest';
import { ServiceId, TicketId } from '../../../../../src-main/contract/shared/ids.ts';
import { DEFAULT_ACCESS } from '../../../../../src-main/session/rules/default-access.ts';
import { isPristine, isTechnician, type Session, startSession } from '../../../../../src-main/session/steps/session.ts';
import { type SessionEvent, stepSession } from '../../../../../src-main/session/steps/session-step.ts';

const START_MS = 1_000;
const ticket = {
  ticketId: TicketId.parse('0d6ab5b4-5c8b-4a8c-9a3d-0c1b6f6f1f01'),
  label: 'A047',
  serviceId: ServiceId.parse('empadronament'),
  visitType: 'walk-in' as const,
  appointment: null,
  followToken: null,
  asked: { preferential: false, comeAndFetch: false },
  acknowledged: null,
};
const begin = () => startSession('5f0c7a3e-3f50-4c8e-8d54-3b7f7b0c7c11', 'ca', START_MS);

/** Runs events at the given seconds after the start; `null`: the session ended. */
function run(steps: readonly [atSeconds: number, event: SessionEvent][]): Session | null {
  let session: Session | null = begin();
  for (const [at, event] of steps) {
    if (session === null) throw new Error('the session is over already');
    session = stepSession(session, event, START_MS + at * 1_000);
  }
  return session;
}
const openEntry: SessionEvent = { type: 'open-entry', visitType: 'walk-in' };
const issued: SessionEvent = { type: 'ticket-issued', ticket };
const paper = (state: 'out' | 'paper-out'): SessionEvent => ({
  type: 'paper',
  ticketId: ticket.ticketId,
  paper: state,
  ended: state === 'out',
  printer: 'main',
});

describe('a visit', () => {
  test('leads from the entry over a service to the printed ticket', () => {
    expect(run([[1, openEntry]])?.place).toEqual({
      at: 'services',
      visitType: 'walk-in',
      groupId: null,
      purpose: null,
      late: null,
    });
    expect(
      run([
        [1, openEntry],
        [2, issued],
      ])?.place,
    ).toMatchObject({ at: 'printing', ticket });
    expect(
      run([
        [1, openEntry],
        [2, issued],
        [3, paper('out')],
      ])?.place,
    ).toMatchObject({ at: 'take-ticket', ticket });
  });

  test('continues to the slip when the printer recovers in time', () => {
    expect(
      run([
        [1, issued],
        [2, paper('paper-out')],
        [9, paper('out')],
      ])?.place,
    ).toMatchObject({ at: 'take-ticket' });
  });

  test('leads back one step at a time, and from the first list to a fresh start', () => {
    const inGroup = run([
      [1, openEntry],
      [2, { type: 'open-group', groupId: 'altres' }],
      [3, { type: 'back' }],
    ]);
    expect(inGroup?.place).toEqual({ at: 'services', visitType: 'walk-in', groupId: null, purpose: null, late: null });
    expect(
      run([
        [1, openEntry],
        [2, { type: 'back' }],
      ]),
    ).toBeNull();
  });

  test('keeps its place under the language screen', () => {
    const session = run([
      [1, openEntry],
      [2, { type: 'open-overlay', overlay: 'language' }],
      [3, { type: 'choose-language', language: 'en' }],
    ]);
    expect(session).toMatchObject({ language: 'en', overlay: null, place: { at: 'services' } });
  });

  test('continues under another screen when the slip comes out', () => {
    const session = run([
      [1, issued],
      [2, { type: 'open-overlay', overlay: 'help' }],
      [3, paper('out')],
    ]);
    expect(session).toMatchObject({ overlay: 'help', place: { at: 'take-ticket' } });
  });

  test('is not changed by the slip of another ticket', () => {
    const before = run([[1, issued]]);
    const other: SessionEvent = {
      type: 'paper',
      ticketId: '9d1dca1c-7f3f-4d0a-93c3-0e5a4b0b6a10',
      paper: 'out',
      ended: true,
      printer: 'main',
    };
    expect(before && stepSession(before, other, START_MS + 2_000)).toBe(before);
  });
});

describe('the number of a state', () => {
  test('grows with every event that changes the meaning of a touch', () => {
    const steps: [number, SessionEvent][] = [
      [1, { type: 'open-overlay', overlay: 'access' }],
      [2, { type: 'set-access', access: { ...DEFAULT_ACCESS, contrast: 'high' } }],
      [3, { type: 'back' }],
      [4, openEntry],
      [5, issued],
      [6, paper('out')],
    ];
    let session = begin();
    for (const [at, event] of steps) {
      const next = stepSession(session, event, START_MS + at * 1_000);
      expect(next?.stateNo).toBe(session.stateNo + 1);
      if (next) session = next;
    }
  });

  test('stays while a screen only waits, so that a touch under the warning still counts', () => {
    expect(
      run([
        [1, openEntry],
        [45, { type: 'tick' }],
      ])?.stateNo,
    ).toBe(1);
  });
});

describe('a person who went away', () => {
  test('keeps the screen while a slip is to come', () => {
    expect(
      run([
        [1, issued],
        [500, { type: 'tick' }],
      ])?.place,
    ).toMatchObject({ at: 'printing' });
  });

  test('never ends an untouched front', () => {
    expect(run([[100_000, { type: 'tick' }]])?.stateNo).toBe(0);
  });
});

test('a new session is Catalan with default settings', () => {
  expect(begin()).toMatchObject({ language: 'ca', access: DEFAULT_ACCESS, place: { at: 'idle' }, overlay: null });
  expect(isPristine(begin())).toBe(true);
});

describe('a technician', () => {
  const knock: SessionEvent = { type: 'open-technician', hasPin: true };
  const comeIn: [number, SessionEvent][] = [
    [1, knock],
    [2, { type: 'technician', event: { type: 'pin-sent' } }],
    [3, { type: 'technician', event: { type: 'pin-checked', result: 'right' } }],
  ];

  test('can enter from the front or while no number can be given, and from no other screen', () => {
    expect(run([[1, knock]])?.place).toMatchObject({ at: 'technician-pin', step: 'enter' });
    const refused: SessionEvent = { type: 'ticket-refused', cause: 'store-failed' };
    expect(
      run([
        [1, refused],
        [2, knock],
      ])?.place.at,
    ).toBe('technician-pin');
    for (const before of [openEntry, issued, { type: 'open-overlay', overlay: 'help' }] satisfies SessionEvent[]) {
      const session = run([[1, before]]);
      expect(session && stepSession(session, knock, START_MS + 2_000)).toBe(session);
    }
  });

  test('keeps the language and settings chosen at the front', () => {
    const session = run([[1, { type: 'choose-language', language: 'es' }], ...comeIn.map(later)]);
    expect(session).toMatchObject({ language: 'es', place: { at: 'technician' } });
  });

  test('goes back out before the PIN, from another page to the first, and not from the first', () => {
    const [first] = comeIn;
    const back: [number, SessionEvent] = [5, { type: 'back' }];
    expect(first && run([first, back])).toBeNull();
    const page: SessionEvent = { type: 'technician', event: { type: 'show', page: 'technician-pairing' } };
    expect(run([...comeIn, [4, page], back])?.place).toEqual({ at: 'technician' });
    const inside = run(comeIn);
    expect(inside && stepSession(inside, { type: 'back' }, START_MS + 5_000)).toBe(inside);
  });

  test('is recognised only behind the PIN', () => {
    const [first, second] = comeIn;
    const before = first && second && run([first, second]);
    const inside = run(comeIn);
    expect(before && isTechnician(before)).toBe(false);
    expect(inside && isTechnician(inside)).toBe(true);
    expect(isTechnician(begin())).toBe(false);
  });

  function later([at, event]: [number, SessionEvent]): [number, SessionEvent] {
    return [at + 1, event];
  }
});
