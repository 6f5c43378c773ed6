import { describe, expect, it } from 'vitest';
import {
  type GuardEvent,
  type GuardState,
  guardDeadlineOf,
  HELP_RELOAD_MS,
  LOAD_PATIENCE_MS,
  openPage,
  RELOAD_WINDOW_MS,
  stepGuard,
} from '../../../../src-main/shell/page-guard.ts';

const at = 100_000;
const states = {
  loading: { phase: 'loading', dueMs: at + LOAD_PATIENCE_MS, reloadsAtMs: [] },
  alive: { phase: 'alive', reloadsAtMs: [] },
  worn: { phase: 'alive', reloadsAtMs: [at - 2, at - 1, at] },
  help: { phase: 'help', leaveAtMs: at + RELOAD_WINDOW_MS, reloadAtMs: null },
  'help gone': { phase: 'help', leaveAtMs: at + RELOAD_WINDOW_MS, reloadAtMs: at + HELP_RELOAD_MS },
} as const satisfies Record<string, GuardState>;
const events = {
  listening: { kind: 'listening', atMs: at + 1 },
  gone: { kind: 'gone', atMs: at + 1 },
  'early alarm': { kind: 'alarm', atMs: at + 1 },
  alarm: { kind: 'alarm', atMs: at + LOAD_PATIENCE_MS },
  'late alarm': { kind: 'alarm', atMs: at + RELOAD_WINDOW_MS },
} as const satisfies Record<string, GuardEvent>;

const table: Record<keyof typeof states, Record<keyof typeof events, string>> = {
  loading: {
    listening: 'alive',
    gone: 'loading: load-kiosk',
    'early alarm': 'loading',
    alarm: 'loading: end-page-process',
    'late alarm': 'loading: end-page-process',
  },
  alive: {
    listening: 'alive',
    gone: 'loading: load-kiosk',
    'early alarm': 'alive',
    alarm: 'alive',
    'late alarm': 'alive',
  },
  worn: {
    listening: 'alive',
    gone: 'help: load-help',
    'early alarm': 'alive',
    alarm: 'alive',
    'late alarm': 'alive',
  },
  help: {
    listening: 'help',
    gone: 'help',
    'early alarm': 'help',
    alarm: 'help',
    'late alarm': 'loading: load-kiosk',
  },
  'help gone': {
    listening: 'help',
    gone: 'help',
    'early alarm': 'help',
    alarm: 'help: load-help',
    'late alarm': 'loading: load-kiosk',
  },
};

function told(state: GuardState, event: GuardEvent): string {
  const taken = stepGuard(state, event);
  const effects = taken.effects.map((effect) => effect.kind);
  return effects.length === 0 ? taken.state.phase : `${taken.state.phase}: ${effects.join(', ')}`;
}

/** Page deaths at these times, each after the page had come alive; what was loaded after each. */
function loadedAfter(timesMs: readonly number[]): string[] {
  let { state } = openPage(0);
  return timesMs.map((atMs) => {
    state = stepGuard(state, { kind: 'listening', atMs }).state;
    const taken = stepGuard(state, { kind: 'gone', atMs });
    state = taken.state;
    return taken.effects.map((effect) => effect.kind).join();
  });
}

describe('the guard of the page', () => {
  for (const [name, row] of Object.entries(table))
    for (const [eventName, expected] of Object.entries(row))
      it(`${name} + ${eventName} → ${expected}`, () => {
        expect(told(states[name as keyof typeof states], events[eventName as keyof typeof events])).toBe(expected);
      });

  it('reloads three times in five minutes; the fourth time it sends people to the staff', () => {
    expect(loadedAfter([1_000, 2_000, 3_000, 4_000])).toEqual(['load-kiosk', 'load-kiosk', 'load-kiosk', 'load-help']);
  });

  it('counts the five minutes as they slide', () => {
    const first = 1_000;
    expect(loadedAfter([first, 2_000, 3_000, first + RELOAD_WINDOW_MS - 1])[3]).toBe('load-help');
    expect(loadedAfter([first, 2_000, 3_000, first + RELOAD_WINDOW_MS])[3]).toBe('load-kiosk');
  });

  it('tries the kiosk again after five minutes of staff help, and counts that as a reload', () => {
    const taken = stepGuard(states.help, { kind: 'alarm', atMs: at + RELOAD_WINDOW_MS });
    expect(taken.state).toEqual({
      phase: 'loading',
      dueMs: at + RELOAD_WINDOW_MS + LOAD_PATIENCE_MS,
      reloadsAtMs: [at + RELOAD_WINDOW_MS],
    });
  });

  it('waits ten seconds before it loads a staff page that died, however often it dies', () => {
    const gone = stepGuard(states.help, events.gone).state;
    const again = stepGuard(gone, { kind: 'gone', atMs: at + 5_000 }).state;
    expect(guardDeadlineOf(again)).toBe(at + 1 + HELP_RELOAD_MS);
  });

  it('takes a page that never listens for dead', () => {
    const { state } = openPage(at);
    expect(guardDeadlineOf(state)).toBe(at + LOAD_PATIENCE_MS);
    expect(told(state, { kind: 'alarm', atMs: at + LOAD_PATIENCE_MS })).toBe('loading: end-page-process');
    expect(guardDeadlineOf(stepGuard(state, events.listening).state)).toBeNull();
  });
});
