import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type LifeAct,
  type LifeEvent,
  type LifeState,
  lifeOf,
  mergeLife,
  nextRank,
} from '../../../../src-main/domain/ticket-life.ts';

const DESKS = ['desk-1', 'desk-2', 'kiosk', 'another-maker'] as const;

/** One after the other, each by somebody who knows all before. */
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
    transfer: { kind: 'transfer', to: 'registre' },
    withdraw: { kind: 'withdraw' },
    void: { kind: 'void' },
  }) as const satisfies Record<string, LifeAct>;
const OWN = at('desk-1');
const OTHER = at('desk-2');

/** How each state is come to. */
const LEADING: Record<LifeState, readonly LifeAct[]> = {
  waiting: [],
  called: [OWN.call],
  recalled: [OWN.call, OWN.recall],
  serving: [OWN.call, OWN.serve],
  served: [OWN.call, OWN.serve, OWN.finish],
  'no-show': [OWN.call, OWN['no-show']],
  transferred: [OWN.call, OWN.transfer],
  left: [OWN.leave],
  withdrawn: [OWN.withdraw],
  voided: [OWN.void],
};

describe('the life of a ticket', () => {
  test.each<[LifeState, string, LifeState]>([
    ['waiting', 'call recall serve no-show finish leave transfer', 'waiting'],
    ['called', 'called recalled serving no-show served left transferred', 'called'],
    ['recalled', 'recalled recalled serving no-show served left transferred', 'called'],
    ['serving', 'serving serving serving serving served left transferred', 'called'],
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

  test('a desk that said that nobody came has the number no more, and loses none to the desk that has it next', () => {
    const missed = inTurn([OWN.call, OWN['no-show']]);
    expect(lifeOf(missed)).toEqual({ state: 'no-show', desk: null, to: null, lost: [] });
    for (const act of [OTHER.call, OTHER.serve])
      expect(lifeOf([...missed, { id: 'z', rank: nextRank(missed), by: 'desk-2', act }])).toMatchObject({
        ...{ desk: 'desk-2', lost: [] },
      });
  });

  test('two desks that call one number while they do not hear each other: one call wins, the other is told, whoever merges', () => {
    const known = inTurn([OWN.transfer]);
    const one: LifeEvent = { id: 'x', rank: nextRank(known), by: 'desk-1', act: OWN.call };
    const other: LifeEvent = { id: 'a', rank: nextRank(known), by: 'desk-2', act: OTHER.call };
    const merged = [lifeOf(mergeLife([...known, one], [...known, other])), lifeOf(mergeLife([other], [...known, one]))];
    for (const life of merged)
      expect(life).toMatchObject({
        ...{ state: 'called', desk: 'desk-1' },
        lost: [{ id: 'a', desk: 'desk-2', heldBy: 'desk-1' }],
      });
    // What the other desk still says of it moves nobody.
    for (const act of [OTHER.recall, OTHER['no-show']])
      expect(lifeOf([...known, one, other, { id: 'b', rank: 3, by: 'desk-2', act }])).toMatchObject({
        ...{ state: 'called', desk: 'desk-1' },
      });
    const sits = lifeOf([...known, one, other, { id: 'c', rank: 3, by: 'desk-2', act: OTHER.serve }]);
    expect(sits).toMatchObject({ state: 'serving', desk: 'desk-2' });
    expect(sits.lost.map(({ desk }) => desk)).toEqual(['desk-2', 'desk-1']);
  });

  test('a call of somebody who was served, left or was voided meanwhile is lost, and the desk is told that nobody has them', () => {
    for (const state of ['served', 'left'] as const)
      expect(lifeOf(inTurn([...LEADING[state], OTHER.call])).lost).toMatchObject([{ desk: 'desk-2', heldBy: null }]);
    expect(lifeOf(inTurn([OWN.call, OWN.void, OTHER.call]))).toMatchObject({ state: 'voided', desk: null });
  });

  test('what is taken back never was, also where that is heard of first', () => {
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

const arbitraryAct: fc.Arbitrary<LifeAct> = fc.oneof(
  fc.record({ kind: fc.constantFrom('call', 'recall', 'serve', 'no-show'), desk: fc.constantFrom(...DESKS) }),
  fc.record({ kind: fc.constantFrom('finish', 'leave', 'withdraw', 'void') }),
  fc.record({ kind: fc.constant('transfer' as const), to: fc.constantFrom('registre', 'desk-2') }),
  fc.record({ kind: fc.constant('undo' as const), undoes: fc.integer({ min: 0, max: 11 }).map((no) => `id-${no}`) }),
);
/** Also two of one rank by one writer, as a disk that was copied leaves them, and now and then two of one id. */
const arbitraryEvent: fc.Arbitrary<LifeEvent> = fc.record({
  id: fc.integer({ min: 0, max: 11 }).map((no) => `id-${no}`),
  rank: fc.integer({ min: 0, max: 6 }),
  by: fc.constantFrom(...DESKS),
  act: arbitraryAct,
});
/** Some, the same in another order with some of them twice, and where each is cut in two. */
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
  test('come to the same life in any order, with any doubling and by any split', () => {
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

  test('are the same set whichever comes first, and merging once more changes nothing', () => {
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

  test('of any number of desks that call at once exactly one has it, and every call of the others is lost', () => {
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
