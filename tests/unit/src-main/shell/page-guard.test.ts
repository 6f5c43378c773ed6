import { describe, expect, it } from 'vitest';
import { LATE_ALARM_MS } from '../../../../src-main/shell/alarm.ts';
import {
  ASK_EVERY_MS,
  type GuardEvent,
  type GuardState,
  guardDeadlineOf,
  HANG_PATIENCE_MS,
  HELP_RELOAD_MS,
  LOAD_PATIENCE_MS,
  openPage,
  RELOAD_WINDOW_MS,
  stepGuard,
} from '../../../../src-main/shell/page-guard.ts';

const at = 100_000;
const states = {
  loading: { phase: 'loading', dueMs: at + LOAD_PATIENCE_MS, reloadsAtMs: [] },
  alive: { phase: 'alive', heardAtMs: at, askedAtMs: null, reloadsAtMs: [] },
  asked: { phase: 'alive', heardAtMs: at, askedAtMs: at, reloadsAtMs: [] },
  worn: { phase: 'alive', heardAtMs: at, askedAtMs: null, reloadsAtMs: [at - 2, at - 1, at] },
  help: { phase: 'help', leaveAtMs: at + RELOAD_WINDOW_MS, reloadAtMs: null },
  'help gone': { phase: 'help', leaveAtMs: at + RELOAD_WINDOW_MS, reloadAtMs: at + HELP_RELOAD_MS },
} as const satisfies Record<string, GuardState>;
const events = {
  heard: { kind: 'heard', atMs: at + 1 },
  gone: { kind: 'gone', atMs: at + 1 },
  'early alarm': { kind: 'alarm', atMs: at + 1 },
  alarm: { kind: 'alarm', atMs: at + LOAD_PATIENCE_MS },
  'late alarm': { kind: 'alarm', atMs: at + RELOAD_WINDOW_MS },
} as const satisfies Record<string, GuardEvent>;

const ASKED = { alarm: 'alive: ask', 'late alarm': 'alive: ask' };
/** For each state, the events that do something: the next phase, then the effects. Any other event leaves the phase as it is. */
const table: Record<keyof typeof states, Partial<Record<keyof typeof events, string>>> = {
  loading: {
    heard: 'alive',
    gone: 'loading: load-kiosk',
    alarm: 'loading: end-page-process',
    'late alarm': 'loading: end-page-process',
  },
  alive: { gone: 'loading: load-kiosk', ...ASKED },
  asked: { gone: 'loading: load-kiosk', ...ASKED },
  worn: { gone: 'help: load-help', ...ASKED },
  help: { 'late alarm': 'loading: load-kiosk' },
  'help gone': { alarm: 'help: load-help', 'late alarm': 'loading: load-kiosk' },
};

function resultOf(state: GuardState, event: GuardEvent): string {
  const taken = stepGuard(state, event);
  const effects = taken.effects.map((effect) => effect.kind);
  return effects.length === 0 ? taken.state.phase : `${taken.state.phase}: ${effects.join(', ')}`;
}

/** The pages that the guard loads if the page dies at each of these times, after a sign of life. */
function loadedAfter(timesMs: readonly number[]): string[] {
  let state = openPage(0);
  return timesMs.map((atMs) => {
    state = stepGuard(state, { kind: 'heard', atMs }).state;
    const taken = stepGuard(state, { kind: 'gone', atMs });
    state = taken.state;
    return taken.effects.map((effect) => effect.kind).join();
  });
}

describe('the guard of the page', () => {
  for (const name of Object.keys(states) as (keyof typeof states)[])
    for (const eventName of Object.keys(events) as (keyof typeof events)[]) {
      const expected = table[name][eventName] ?? states[name].phase;
      it(`${name} + ${eventName} → ${expected}`, () => {
        expect(resultOf(states[name], events[eventName])).toBe(expected);
      });
    }

  it('reloads three times in five minutes; the fourth time it shows the help page', () => {
    expect(loadedAfter([1_000, 2_000, 3_000, 4_000])).toEqual(['load-kiosk', 'load-kiosk', 'load-kiosk', 'load-help']);
  });

  it('counts the five minutes as a sliding window', () => {
    const first = 1_000;
    expect(loadedAfter([first, 2_000, 3_000, first + RELOAD_WINDOW_MS - 1])[3]).toBe('load-help');
    expect(loadedAfter([first, 2_000, 3_000, first + RELOAD_WINDOW_MS])[3]).toBe('load-kiosk');
  });

  it('tries the kiosk again after five minutes of the help page, and counts that as a reload', () => {
    const taken = stepGuard(states.help, { kind: 'alarm', atMs: at + RELOAD_WINDOW_MS });
    expect(taken.state).toEqual({
      phase: 'loading',
      dueMs: at + RELOAD_WINDOW_MS + LOAD_PATIENCE_MS,
      reloadsAtMs: [at + RELOAD_WINDOW_MS],
    });
  });

  it('waits ten seconds before it reloads a help page that died, however often it dies', () => {
    const gone = stepGuard(states.help, events.gone).state;
    const again = stepGuard(gone, { kind: 'gone', atMs: at + 5_000 }).state;
    expect(guardDeadlineOf(again)).toBe(at + 1 + HELP_RELOAD_MS);
  });

  it('treats a page that never answers as dead', () => {
    const state = openPage(at);
    expect(guardDeadlineOf(state)).toBe(at + LOAD_PATIENCE_MS);
    expect(resultOf(state, { kind: 'alarm', atMs: at + LOAD_PATIENCE_MS })).toBe('loading: end-page-process');
  });

  it('asks a page for a sign of life five seconds after the last one', () => {
    const alive = stepGuard(openPage(at), { kind: 'heard', atMs: at + 300 }).state;
    expect(guardDeadlineOf(alive)).toBe(at + 300 + ASK_EVERY_MS);
  });

  it('ends a page that owes a sign of life for eight seconds, and reloads once it is gone', () => {
    expect(guardDeadlineOf(states.asked)).toBe(at + HANG_PATIENCE_MS);
    const ended = stepGuard(states.asked, { kind: 'alarm', atMs: at + HANG_PATIENCE_MS });
    expect(ended.effects).toEqual([{ kind: 'end-page-process' }]);
    expect(resultOf(ended.state, { kind: 'gone', atMs: at + HANG_PATIENCE_MS })).toBe('loading: load-kiosk');
    expect(guardDeadlineOf(ended.state)).toBe(at + HANG_PATIENCE_MS + LOAD_PATIENCE_MS);
  });

  it('asks again if the alarm itself came late', () => {
    const atMs = at + HANG_PATIENCE_MS + LATE_ALARM_MS + 1;
    const late = stepGuard(states.asked, { kind: 'alarm', atMs });
    expect(late.effects).toEqual([{ kind: 'ask' }]);
    expect(guardDeadlineOf(late.state)).toBe(atMs + HANG_PATIENCE_MS);
  });
});
