import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  columnsOf,
  type KeptAct,
  keptActOf,
  type LifeAct,
  type LifeEvent,
  type LifeState,
  lifeOf,
  mergeLife,
  nextRank,
} from '../../../../src-main/domain/ticket-life.ts';

const DESKS = ['desk-1', 'desk-2', 'kiosk', 'another-maker'] as const;

/** Events of acts that desks perform on a ticket one after another, each by a writer that knows all earlier events. */
const inTurn = (acts: readonly LifeAct[], by = 'desk-1'): LifeEvent[] =>
  acts.map((act, index) => ({ id: `e${index}`, rank: index + 1, by, act }));

const at = (desk: string) =>
  ({
    call: { kind: 'call', desk },
    recall: { kind: 'recall', desk },
    serve: { kind: 'serve', desk },
    'no-show': { kind: 'no-show', desk },
    finish: { kind: 'finish' },
    leave: { kind: 'leave' },
    park: { kind: 'park', desk },
    transfer: { kind: 'transfer', to: 'registre' },
    withdraw: { kind: 'withdraw' },
    void: { kind: 'void' },
  }) as const satisfies Record<string, LifeAct>;
const OWN = at('desk-1');
const OTHER = at('desk-2');

const COME = { kind: 'come', to: 'MARK' } as const satisfies LifeAct;

const LEADING: Record<LifeState, readonly LifeAct[]> = {
  waiting: [],
  coming: [COME],
  arrived: [COME, { kind: 'arrive' }],
  called: [OWN.call],
  recalled: [OWN.call, OWN.recall],
  serving: [OWN.call, OWN.serve],
  parked: [OWN.call, OWN.serve, OWN.park],
  served: [OWN.call, OWN.serve, OWN.finish],
  'no-show': [OWN.call, OWN['no-show']],
  transferred: [OWN.call, OWN.transfer],
  left: [OWN.leave],
  withdrawn: [OWN.withdraw],
  voided: [OWN.void],
  lapsed: [COME, { kind: 'put-behind' }, { kind: 'lapse' }],
};

describe('the life of a ticket', () => {
  test.each<[LifeState, string, LifeState]>([
    ['waiting', 'call recall serve no-show finish leave transfer', 'waiting'],
    ['coming', 'called coming serving coming served left transferred', 'called'],
    ['arrived', 'called arrived serving arrived served left transferred', 'called'],
    ['lapsed', 'lapsed lapsed lapsed lapsed lapsed lapsed lapsed', 'lapsed'],
    ['called', 'called recalled serving no-show served left transferred', 'called'],
    ['recalled', 'recalled recalled serving no-show served left transferred', 'called'],
    ['serving', 'serving serving serving serving served left transferred', 'called'],
    ['parked', 'called parked serving parked served left transferred', 'called'],
    ['no-show', 'called called serving no-show served left transferred', 'called'],
    ['transferred', 'called transferred serving transferred served left transferred', 'called'],
    ['served', 'served served served served served served served', 'served'],
    ['left', 'left left left left left left left', 'left'],
    ['withdrawn', 'withdrawn withdrawn withdrawn withdrawn withdrawn withdrawn withdrawn', 'withdrawn'],
    ['voided', 'voided voided voided voided voided voided voided', 'voided'],
  ])('from %s: call, recall, serve, no-show, finish, leave and transfer lead to %s', (state, expected) => {
    const acts = ['call', 'recall', 'serve', 'no-show', 'finish', 'leave', 'transfer'] as const;
    const found = acts.map((kind) => lifeOf(inTurn([...LEADING[state], OWN[kind]])).state);
    const wanted = state === 'waiting' ? 'called waiting serving waiting served left transferred' : expected;
    expect(found.join(' ')).toBe(wanted);
    expect(lifeOf(inTurn([...LEADING[state], OWN.withdraw])).state).toBe(state === 'voided' ? 'voided' : 'withdrawn');
    expect(lifeOf(inTurn([...LEADING[state], OWN.void])).state).toBe('voided');
  });

  test('a desk that marked a no-show no longer has the number, and loses no number to the next desk', () => {
    const missed = inTurn([OWN.call, OWN['no-show']]);
    expect(lifeOf(missed)).toEqual({ state: 'no-show', desk: null, to: null, lost: [] });
    for (const act of [OTHER.call, OTHER.serve])
      expect(lifeOf([...missed, { id: 'z', rank: nextRank(missed), by: 'desk-2', act }])).toMatchObject({
        desk: 'desk-2',
        lost: [],
      });
  });

  test('a desk parks only its own number, keeps it, and a colleague who calls it back takes it from no desk', () => {
    const parked = inTurn([OWN.call, OWN.serve, { kind: 'errand' }, OTHER.park, OWN.park]);
    expect(lifeOf(parked.slice(0, 4)).state).toBe('serving');
    expect(lifeOf(parked)).toEqual({ state: 'parked', desk: 'desk-1', to: null, lost: [] });
    for (const act of [OTHER.call, OTHER.serve])
      expect(lifeOf([...parked, { id: 'z', rank: nextRank(parked), by: 'desk-2', act }])).toMatchObject({
        desk: 'desk-2',
        lost: [],
      });
  });

  test('if two desks call one number apart, one call wins and the losing desk learns of it, in any order of merging', () => {
    const known = inTurn([OWN.transfer]);
    const one: LifeEvent = { id: 'x', rank: nextRank(known), by: 'desk-1', act: OWN.call };
    const other: LifeEvent = { id: 'a', rank: nextRank(known), by: 'desk-2', act: OTHER.call };
    const merged = [lifeOf(mergeLife([...known, one], [...known, other])), lifeOf(mergeLife([other], [...known, one]))];
    for (const life of merged)
      expect(life).toMatchObject({
        state: 'called',
        desk: 'desk-1',
        lost: [{ id: 'a', desk: 'desk-2', heldBy: 'desk-1' }],
      });
    // Later acts of desk 2 on this ticket change nothing.
    for (const act of [OTHER.recall, OTHER['no-show']])
      expect(lifeOf([...known, one, other, { id: 'b', rank: 3, by: 'desk-2', act }])).toMatchObject({
        state: 'called',
        desk: 'desk-1',
      });
    const sits = lifeOf([...known, one, other, { id: 'c', rank: 3, by: 'desk-2', act: OTHER.serve }]);
    expect(sits).toMatchObject({ state: 'serving', desk: 'desk-2' });
    expect(sits.lost.map(({ desk }) => desk)).toEqual(['desk-2', 'desk-1']);
  });

  test('a call of a number that was served, left or voided meanwhile is lost, and no desk holds the number', () => {
    for (const state of ['served', 'left'] as const)
      expect(lifeOf(inTurn([...LEADING[state], OTHER.call])).lost).toMatchObject([{ desk: 'desk-2', heldBy: null }]);
    expect(lifeOf(inTurn([OWN.call, OWN.void, OTHER.call]))).toMatchObject({ state: 'voided', desk: null });
  });

  test('an undone act never happened, even if the undoing is heard first', () => {
    const [served, undone] = inTurn([OWN.finish, { kind: 'undo', undoes: 'e0' }]);
    if (served === undefined || undone === undefined) throw new Error('two');
    expect(lifeOf([served]).state).toBe('served');
    for (const events of [
      [served, undone],
      [undone, served],
    ])
      expect(lifeOf(events)).toEqual(lifeOf([]));
    const again: LifeEvent = { id: 'e9', rank: 3, by: 'desk-1', act: OWN.finish };
    expect(lifeOf([again, undone, served]).state).toBe('served');
  });
});

describe('the life of a ticket, in edge cases', () => {
  const said = (acts: readonly [string, LifeAct][]): LifeEvent[] =>
    acts.map(([by, act], index) => ({ id: `e${index}`, rank: index + 1, by, act }));

  test('a transfer names its target until the next call, and no desk has the number', () => {
    const handed = lifeOf(inTurn([OWN.call, OWN.serve, OWN.transfer]));
    expect(handed).toEqual({ state: 'transferred', desk: null, to: 'registre', lost: [] });
    for (const [act, state] of [
      [OTHER.call, 'called'],
      [OTHER.serve, 'serving'],
    ] as const)
      expect(lifeOf(inTurn([OWN.call, OWN.transfer, act]))).toEqual({ state, desk: 'desk-2', to: null, lost: [] });
    for (const [act, state] of [
      [OWN.finish, 'served'],
      [OWN.leave, 'left'],
      [OWN.withdraw, 'withdrawn'],
      [OWN.void, 'voided'],
    ] as const)
      expect(lifeOf(inTurn([OWN.call, OWN.transfer, act]))).toEqual({ state, desk: null, to: null, lost: [] });
    expect(lifeOf(inTurn([OWN.transfer, { kind: 'transfer', to: 'desk-2' }])).to).toBe('desk-2');
  });

  test('a served number stays with the desk that served it, and a number whose holder left has no desk', () => {
    expect(lifeOf(inTurn([OWN.call, OWN.serve, OWN.finish]))).toMatchObject({ state: 'served', desk: 'desk-1' });
    expect(lifeOf(inTurn([OWN.call, OWN.serve, OWN.leave]))).toMatchObject({ state: 'left', desk: null });
    expect(lifeOf(inTurn([OWN.call, OWN.serve, OWN.withdraw]))).toMatchObject({ state: 'withdrawn', desk: null });
  });

  test('an ended number stays as it ended, whatever is heard late', () => {
    for (const state of ['served', 'left'] as const) {
      const ended = lifeOf(inTurn(LEADING[state]));
      for (const act of [OTHER.recall, OTHER['no-show'], OTHER.finish, OTHER.leave, OTHER.transfer])
        expect(lifeOf(inTurn([...LEADING[state], act]))).toEqual(ended);
      expect(lifeOf(inTurn([...LEADING[state], OTHER.serve]))).toEqual({
        ...ended,
        lost: [{ id: `e${LEADING[state].length}`, desk: 'desk-2', heldBy: null }],
      });
    }
  });

  test('a second call by the desk that has the number changes nothing, and its recall stays its own', () => {
    const called = lifeOf(inTurn([OWN.call]));
    expect(lifeOf(inTurn([OWN.call, OWN.call]))).toEqual(called);
    expect(lifeOf(inTurn([OWN.call, OWN.recall]))).toEqual({ ...called, state: 'recalled' });
    expect(lifeOf(inTurn([OWN.call, OWN.serve, OWN.serve]))).toMatchObject({ desk: 'desk-1', lost: [] });
    expect(lifeOf(inTurn([OWN.call, OTHER.recall]))).toEqual(called);
    expect(lifeOf(inTurn([OWN.call, OTHER['no-show']]))).toEqual(called);
  });

  test('a recall after a no-show is a call by the desk that recalls', () => {
    expect(lifeOf(inTurn([OWN.call, OWN['no-show'], OTHER.recall]))).toMatchObject({ state: 'called', desk: 'desk-2' });
  });

  test('a citizen served at a second desk belongs to that desk, and the first desk learns of it', () => {
    for (const before of [[OWN.call], [OWN.call, OWN.recall], [OWN.call, OWN.serve]])
      expect(lifeOf(inTurn([...before, OTHER.serve]))).toEqual({
        state: 'serving',
        desk: 'desk-2',
        to: null,
        lost: [{ id: `e${before.length}`, desk: 'desk-1', heldBy: 'desk-2' }],
      });
  });

  test('a void goes before a withdrawal, in either order', () => {
    expect(lifeOf(inTurn([OWN.void, OWN.withdraw])).state).toBe('voided');
    expect(lifeOf(inTurn([OWN.withdraw, OWN.void])).state).toBe('voided');
    expect(lifeOf(inTurn([OWN.withdraw, OTHER.call]))).toMatchObject({ state: 'withdrawn', desk: null, to: null });
  });

  test('an undo takes back one event, and cannot itself be undone', () => {
    const undo = (undoes: string): LifeAct => ({ kind: 'undo', undoes });
    expect(lifeOf(inTurn([OWN.call, OWN.serve, undo('e1')]))).toMatchObject({ state: 'called', desk: 'desk-1' });
    expect(lifeOf(inTurn([OWN.call, OWN.void, undo('e1')]))).toMatchObject({ state: 'called', desk: 'desk-1' });
    expect(lifeOf(inTurn([OWN.call, undo('e0'), undo('e1')])).state).toBe('waiting');
    expect(lifeOf(inTurn([OWN.call, undo('another')])).state).toBe('called');
  });

  test('events are in the order of rank, then writer, then id', () => {
    const event = (rank: number, by: string, id: string): LifeEvent => ({ id, rank, by, act: OWN.finish });
    const sorted = [
      event(1, 'b', 'z'),
      event(2, 'a', 'y'),
      event(2, 'b', 'm'),
      event(2, 'b', 'n'),
      event(10, 'a', 'a'),
    ];
    expect(mergeLife(sorted.toReversed(), [])).toEqual(sorted);
    expect(mergeLife(sorted.slice(2), sorted.slice(0, 3))).toEqual(sorted);
  });

  test('of two events with one id the same one counts, whichever arrives first', () => {
    const one: LifeEvent = { id: 'x', rank: 1, by: 'desk-1', act: OWN.call };
    const others: LifeEvent[] = [
      { ...one, rank: 2 },
      { ...one, by: 'desk-2' },
      { ...one, act: OTHER.call },
      { ...one, act: OWN.serve },
    ];
    for (const other of others) {
      expect(mergeLife([one], [other])).toEqual([one]);
      expect(mergeLife([other], [one])).toEqual([one]);
    }
    // The sequence in which an act's fields are written does not matter.
    const turned: LifeEvent = { ...one, act: { desk: 'desk-1', kind: 'call' } };
    expect(JSON.stringify(mergeLife([turned], [one]))).toBe(JSON.stringify([turned]));
    expect(JSON.stringify(mergeLife([one], [turned]))).toBe(JSON.stringify([one]));
  });

  test('the next rank is one above the highest known, and 1 for the first event', () => {
    expect(nextRank([])).toBe(1);
    expect(nextRank(said([['a', OWN.call]]))).toBe(2);
    expect(
      nextRank(
        said([
          ['a', OWN.call],
          ['b', OTHER.call],
        ]).toReversed(),
      ),
    ).toBe(3);
  });

  test.each<[Partial<KeptAct>, LifeAct | 'unknown']>([
    [{ act: 'call' }, OWN.call],
    [{ act: 'recall' }, OWN.recall],
    [{ act: 'serve' }, OWN.serve],
    [{ act: 'no-show' }, OWN['no-show']],
    [{ act: 'finish' }, OWN.finish],
    [{ act: 'leave' }, OWN.leave],
    [{ act: 'transfer', target: 'registre' }, OWN.transfer],
    [{ act: 'transfer' }, 'unknown'],
    [
      { act: 'undo', undoes: 'e0' },
      { kind: 'undo', undoes: 'e0' },
    ],
    [{ act: 'undo' }, 'unknown'],
    // A desk cannot end a ticket in the name of its holder or the city.
    [{ act: 'withdraw' }, 'unknown'],
    [{ act: 'void' }, 'unknown'],
    [{ act: 'wink', target: 'registre', undoes: 'e0' }, 'unknown'],
  ])('the row %j is read as %j, and written back as it was', (row, act) => {
    const { desk, ...columns } = { act: '', desk: 'desk-1', target: null, undoes: null, ...row };
    const kept = keptActOf({ desk, ...columns });
    expect(kept).toEqual(act === 'unknown' ? { kind: 'unknown', ...columns } : act);
    expect(columnsOf(kept)).toEqual(columns);
  });

  test('an act of a newer program changes no state, and the next act still ranks after it', () => {
    const wink: LifeAct = { kind: 'unknown', act: 'wink', target: 'desk-2', undoes: null };
    const events = said([
      ['a', OWN.call],
      ['b', wink],
    ]);
    expect(lifeOf(events)).toEqual(lifeOf(events.slice(0, 1)));
    expect(nextRank(events)).toBe(3);
  });
});

const arbitraryAct: fc.Arbitrary<LifeAct> = fc.oneof(
  fc.record({ kind: fc.constantFrom('call', 'recall', 'serve', 'no-show'), desk: fc.constantFrom(...DESKS) }),
  fc.record({ kind: fc.constantFrom('finish', 'leave', 'withdraw', 'void') }),
  fc.record({ kind: fc.constant('transfer' as const), to: fc.constantFrom('registre', 'desk-2') }),
  fc.constant<LifeAct>({ kind: 'unknown', act: 'wink', target: null, undoes: null }),
  fc.record({ kind: fc.constant('undo' as const), undoes: fc.integer({ min: 0, max: 11 }).map((no) => `id-${no}`) }),
);
/** An arbitrary event. Two events may share rank and writer, as after a disk was copied, and sometimes the id. */
const arbitraryEvent: fc.Arbitrary<LifeEvent> = fc.record({
  id: fc.integer({ min: 0, max: 11 }).map((no) => `id-${no}`),
  rank: fc.integer({ min: 0, max: 6 }),
  by: fc.constantFrom(...DESKS),
  act: arbitraryAct,
});
/** Some events, the same events shuffled with some of them doubled, and a position at which to cut them in two. */
const arbitraryCase = fc.array(arbitraryEvent, { maxLength: 12 }).chain((events) =>
  fc.record({
    events: fc.constant(events),
    shuffled: fc
      .tuple(
        fc.shuffledSubarray(events, { minLength: events.length }),
        fc.shuffledSubarray(events, { minLength: 0, maxLength: events.length }),
      )
      .map(([all, again]) => [...all, ...again]),
    cut: fc.integer({ min: 0, max: events.length * 2 }),
  }),
);

describe('events about a ticket, merged', () => {
  test('give the same life in any order, with any repetition and by any split', () => {
    fc.assert(
      fc.property(arbitraryCase, ({ events, shuffled, cut }) => {
        const life = lifeOf(events);
        expect(lifeOf(shuffled)).toEqual(life);
        const [one, other] = [shuffled.slice(0, cut), shuffled.slice(cut)];
        expect(lifeOf(mergeLife(one, other))).toEqual(life);
        expect(lifeOf(mergeLife(mergeLife(other, one), mergeLife(one, [])))).toEqual(life);
      }),
      { numRuns: 20_000 },
    );
  });

  test('are the same set in either order, and merging once more changes nothing', () => {
    const lists = fc.array(arbitraryEvent, { maxLength: 8 });
    fc.assert(
      fc.property(lists, lists, lists, (one, two, three) => {
        const merged = mergeLife(one, two);
        expect(mergeLife(two, one)).toEqual(merged);
        expect(mergeLife(merged, two)).toEqual(merged);
        expect(mergeLife(mergeLife(one, two), three)).toEqual(mergeLife(one, mergeLife(two, three)));
      }),
      { numRuns: 5_000 },
    );
  });

  test('from many desks that call at once give the number to exactly one, and every other call is lost', () => {
    const call = fc.record({ rank: fc.integer({ min: 1, max: 3 }), desk: fc.constantFrom(...DESKS) });
    fc.assert(
      fc.property(fc.array(call, { minLength: 1, maxLength: 8 }), (calls) => {
        const events = calls.map(
          ({ rank, desk }, no): LifeEvent => ({ id: `id-${no}`, rank, by: desk, act: { kind: 'call', desk } }),
        );
        const { state, desk, lost } = lifeOf(events);
        const others = events.filter(({ by }) => by !== desk).map(({ id, by }) => ({ id, desk: by, heldBy: desk }));
        expect({ state, isOne: events.some(({ by }) => by === desk) }).toEqual({ state: 'called', isOne: true });
        expect(new Set(lost.map((one) => JSON.stringify(one)))).toEqual(
          new Set(others.map((one) => JSON.stringify(one))),
        );
      }),
      { numRuns: 5_000 },
    );
  });
});
