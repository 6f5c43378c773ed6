import { expect, test } from 'vitest';
import { type DeskState, emptyKey, shownIn, stripeOf } from '../../../../src-renderer/desk/state.ts';
import { alarmAt, deskView, helpAt } from '../../../support/desk-view.ts';

function stateOf(over: Parameters<typeof deskView>[0], rest: Partial<DeskState> = {}): DeskState {
  return {
    view: deskView(over),
    viewAtMs: 0,
    isCut: false,
    code: null,
    held: [],
    said: null,
    dialog: null,
    language: 'ca',
    hasShortcuts: true,
    seen: [],
    ...rest,
  };
}

test('the newest open alarm is shown with the number of further alarms, and only that alarm is reported as shown', () => {
  const [newest, older, ended] = [alarmAt(), alarmAt(), alarmAt({ end: { by: null, atMs: Date.now() } })];
  const state = stateOf({ alarms: [newest, older, ended] });
  expect(stripeOf(state)).toMatchObject({ kind: 'alarm', alarm: { alarm: newest, more: 1 } });
  expect(shownIn(state)).toEqual({ helpIds: [], alarmIds: [newest.alarmId] });
  const after = stateOf({ alarms: [{ ...newest, end: { by: null, atMs: Date.now() } }, older] });
  expect(stripeOf(after).alarm).toEqual({ alarm: older, more: 0 });
  expect(shownIn(stateOf({ alarms: [ended] }))).toEqual({ helpIds: [], alarmIds: [] });
});

test('a call for help is shown beside another desk’s alarm, and neither shown nor reported beside the desk’s own', () => {
  const [help, later] = [helpAt(), helpAt()];
  const beside = stateOf({ help: [help, later], alarms: [alarmAt()] });
  expect(stripeOf(beside)).toMatchObject({ kind: 'alarm', help: { call: help, more: 1 } });
  expect(shownIn(beside).helpIds).toEqual([help.helpId]);
  const own = stateOf({ help: [help], alarms: [alarmAt({ isOwn: true })] });
  expect([stripeOf(own).help, shownIn(own).helpIds]).toEqual([null, []]);
  expect(shownIn({ ...beside, isCut: true })).toEqual({ helpIds: [], alarmIds: [] });
});

test('an empty list says “nobody waits” only if no ticket waits at other desks either', () => {
  const waiting = deskView().waiting.map((row) => ({ ...row, isServed: false }));
  expect(emptyKey(stateOf({ next: [], waiting }))).toBe('desk.refused.nobody-waits');
  const none = waiting.map((row) => ({ ...row, count: 0 }));
  expect(emptyKey(stateOf({ next: [], waiting: none }))).toBe('desk.next.nobody');
});
