import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONTRACT_VERSION, HUNG_AFTER_MS } from '../../../../src-main/session/contract/kiosk-api.ts';
import { LATE_ALARM_MS } from '../../../../src-main/shell/alarm.ts';
import {
  ANEW_AFTER_MS,
  deadlineOf,
  HEALTHY_AFTER_MS,
  initialSupervisor,
  KILL_PATIENCE_MS,
  LONGEST_RETRY_MS,
  retryDelayMs,
  START_PATIENCE_MS,
  STOP_PATIENCE_MS,
  type SupervisorEvent,
  type SupervisorState,
  step,
} from '../../../../src-main/shell/supervisor.ts';

const at = 100_000;
const starting = { phase: 'starting', heardAtMs: at, failures: 2, fault: null } as const satisfies SupervisorState;
const running = {
  phase: 'running',
  readyAtMs: at,
  heardAtMs: at,
  failures: 2,
} as const satisfies SupervisorState;
const states = {
  idle: initialSupervisor,
  starting,
  running,
  killing: { phase: 'killing', failures: 2, code: 'core-hung' },
  waiting: { phase: 'waiting', dueMs: at + 500, failures: 2 },
  stopping: { phase: 'stopping', dueMs: at + STOP_PATIENCE_MS, killed: false },
  stopped: { phase: 'stopped' },
} as const satisfies Record<string, SupervisorState>;

const events = {
  start: { kind: 'start', atMs: at + 1 },
  ready: { kind: 'ready', atMs: at + 1, contract: CONTRACT_VERSION },
  strange: { kind: 'ready', atMs: at + 1, contract: CONTRACT_VERSION + 1 },
  heard: { kind: 'heard', atMs: at + 1 },
  fault: { kind: 'fault', atMs: at + 1, fault: 'data-folder-in-use' },
  ended: { kind: 'ended', atMs: at + 1, started: true, anew: false, mends: false },
  mending: { kind: 'ended', atMs: at + 1, started: true, anew: false, mends: true },
  alarm: { kind: 'alarm', atMs: at + START_PATIENCE_MS },
  stop: { kind: 'stop', atMs: at + 1 },
} as const satisfies Record<string, SupervisorEvent>;

/** For each state, the events that do something: the next phase, then the effects. Any other event leaves the state as it is. */
const table: Record<keyof typeof states, Partial<Record<keyof typeof events, string>>> = {
  idle: { start: 'starting: show starting, spawn', stop: 'stopped: finished' },
  starting: {
    ready: 'running',
    strange: 'killing: kill, show core-down contract-mismatch',
    fault: 'starting: show core-down data-folder-in-use',
    ended: 'waiting: show core-down core-ended',
    mending: 'waiting: show core-down store-damaged',
    alarm: 'killing: kill, show core-down core-hung',
    stop: 'stopping: close-input',
  },
  running: {
    ended: 'waiting: show core-down core-ended',
    mending: 'waiting: show core-down store-damaged',
    stop: 'stopping: close-input',
  },
  killing: { ended: 'waiting', mending: 'waiting', stop: 'stopping' },
  waiting: { alarm: 'starting: spawn', stop: 'stopped: finished' },
  stopping: { ended: 'stopped: finished', mending: 'stopped: finished', alarm: 'stopping: kill' },
  stopped: {},
};

function resultOf(state: SupervisorState, event: SupervisorEvent): string {
  const taken = step(state, event);
  const effects = taken.effects.map((effect) => {
    if (effect.kind !== 'show') return effect.kind;
    return effect.screen.screen === 'starting' ? 'show starting' : `show core-down ${effect.screen.code}`;
  });
  return effects.length === 0 ? taken.state.phase : `${taken.state.phase}: ${effects.join(', ')}`;
}

describe('the supervisor of the core', () => {
  for (const name of Object.keys(states) as (keyof typeof states)[])
    for (const eventName of Object.keys(events) as (keyof typeof events)[]) {
      const expected = table[name][eventName] ?? states[name].phase;
      it(`${name} + ${eventName} → ${expected}`, () => {
        expect(resultOf(states[name], events[eventName])).toBe(expected);
      });
    }

  it('waits 0.5, 1, 2, 4 … s after each failure in a row, never more than 30 s', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 2000].map(retryDelayMs)).toEqual([
      500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
    ]);
  });

  it('adds a failure of a core that never became healthy to those before', () => {
    const { state } = step(running, {
      kind: 'ended',
      atMs: at + HEALTHY_AFTER_MS - 1,
      started: true,
      anew: false,
      mends: false,
    });
    expect(state).toEqual({ phase: 'waiting', dueMs: at + HEALTHY_AFTER_MS - 1 + 2_000, failures: 3 });
  });

  it('starts a core that ended for mending as soon as a crashed one, and later each time it does not help', () => {
    const mending = (state: SupervisorState) => step(state, events.mending).state;
    expect(mending(running)).toEqual(step(running, events.ended).state);
    expect(mending({ ...running, failures: 0 })).toEqual({ phase: 'waiting', dueMs: at + 1 + 500, failures: 1 });
    expect(mending({ ...starting, failures: 4 })).toEqual({ phase: 'waiting', dueMs: at + 1 + 8_000, failures: 5 });
  });

  it('counts failures anew after a minute of health', () => {
    const { state } = step(running, {
      kind: 'ended',
      atMs: at + HEALTHY_AFTER_MS,
      started: true,
      anew: false,
      mends: false,
    });
    expect(state).toEqual({ phase: 'waiting', dueMs: at + HEALTHY_AFTER_MS + 500, failures: 1 });
  });

  it('starts a core at once that asks to be restarted, and shows that it starts', () => {
    const atMs = at + ANEW_AFTER_MS;
    expect(step(running, { kind: 'ended', atMs, started: true, anew: true, mends: false })).toEqual({
      state: { phase: 'starting', heardAtMs: atMs, failures: 2, fault: null },
      effects: [{ kind: 'show', screen: { screen: 'starting' } }, { kind: 'spawn' }],
    });
  });

  it('treats a core that asks for a restart too soon as a core that failed', () => {
    const asked = step(running, {
      kind: 'ended',
      atMs: at + ANEW_AFTER_MS - 1,
      started: true,
      anew: true,
      mends: false,
    });
    expect(asked).toEqual(
      step(running, { kind: 'ended', atMs: at + ANEW_AFTER_MS - 1, started: true, anew: false, mends: false }),
    );
    expect(asked.state.phase).toBe('waiting');
  });

  it('kills a silent core when its heartbeats are missed, and not earlier', () => {
    expect(deadlineOf(running)).toBe(at + HUNG_AFTER_MS);
    expect(resultOf(running, { kind: 'alarm', atMs: at + HUNG_AFTER_MS - 1 })).toBe('running');
    expect(resultOf(running, { kind: 'alarm', atMs: at + HUNG_AFTER_MS })).toBe(
      'killing: kill, show core-down core-hung',
    );
  });

  it('moves the deadline with every line of the core', () => {
    const { state } = step(running, { kind: 'heard', atMs: at + 4_000 });
    expect(deadlineOf(state)).toBe(at + 4_000 + HUNG_AFTER_MS);
  });

  it('gives the core another chance if the alarm itself came late', () => {
    const atMs = at + HUNG_AFTER_MS + LATE_ALARM_MS + 1;
    const late = step(running, { kind: 'alarm', atMs });
    expect(late.effects).toEqual([]);
    expect(resultOf(late.state, { kind: 'alarm', atMs: atMs + HUNG_AFTER_MS })).toMatch(/^killing/);
  });

  it('spawns the next core only when the killed one has ended', () => {
    const killed = step(running, { kind: 'alarm', atMs: at + HUNG_AFTER_MS });
    expect(deadlineOf(killed.state)).toBeNull();
    expect(
      step(killed.state, { kind: 'ended', atMs: at + 9_000, started: true, anew: false, mends: false }).state,
    ).toEqual({
      phase: 'waiting',
      dueMs: at + 9_000 + 2_000,
      failures: 3,
    });
  });

  it('keeps the code of a start fault on screen and tries again slowly', () => {
    const faulty = step(starting, events.fault);
    const ended = step(faulty.state, events.ended);
    expect(ended.effects).toEqual([]);
    expect(deadlineOf(ended.state)).toBe(at + 1 + LONGEST_RETRY_MS);
  });

  it('shows that no core could be started, and tries again slowly', () => {
    const ended = step(starting, { kind: 'ended', atMs: at, started: false, anew: false, mends: false });
    expect(ended.effects).toEqual([{ kind: 'show', screen: { screen: 'core-down', code: 'core-not-started' } }]);
    expect(deadlineOf(ended.state)).toBe(at + LONGEST_RETRY_MS);
  });

  it('keeps the screen of a failure while the next core starts', () => {
    expect(resultOf(states.waiting, { kind: 'alarm', atMs: at + 500 })).toBe('starting: spawn');
  });

  it('lets a core end by itself for a while, then kills it, then stops without waiting for ever', () => {
    const asked = step(running, { kind: 'stop', atMs: at });
    expect(deadlineOf(asked.state)).toBe(at + STOP_PATIENCE_MS);
    const killed = step(asked.state, { kind: 'alarm', atMs: at + STOP_PATIENCE_MS });
    expect(killed.effects).toEqual([{ kind: 'kill' }]);
    expect(deadlineOf(killed.state)).toBe(at + STOP_PATIENCE_MS + KILL_PATIENCE_MS);
    expect(resultOf(killed.state, { kind: 'alarm', atMs: at + STOP_PATIENCE_MS + KILL_PATIENCE_MS })).toBe(
      'stopped: finished',
    );
  });

  it('never has two cores, and always ends when asked to stop', () => {
    const happening = fc.record({
      kind: fc.constantFrom('ready', 'strange', 'heard', 'fault', 'ended', 'alarm', 'alarm', 'alarm'),
      afterMs: fc.integer({ min: 0, max: 40_000 }),
    });
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60 }), (happenings) => {
        let state: SupervisorState = initialSupervisor;
        let alive = 0;
        let nowMs = 0;
        const feed = (event: SupervisorEvent) => {
          const taken = step(state, event);
          state = taken.state;
          for (const effect of taken.effects) {
            if (effect.kind === 'spawn') alive += 1;
            expect(alive).toBeLessThanOrEqual(1);
          }
        };
        const end = () => {
          if (alive === 0) return;
          alive = 0;
          feed({ kind: 'ended', atMs: nowMs, started: true, anew: false, mends: false });
        };
        feed({ kind: 'start', atMs: nowMs });
        for (const { kind, afterMs } of happenings) {
          nowMs += afterMs;
          const template: SupervisorEvent = events[kind];
          if (kind === 'ended') end();
          else if (kind === 'alarm') feed({ kind, atMs: deadlineOf(state) ?? nowMs });
          else if (alive === 1) feed({ ...template, atMs: nowMs });
          if (state.phase === 'waiting') expect(state.dueMs - nowMs).toBeLessThanOrEqual(LONGEST_RETRY_MS);
        }
        feed({ kind: 'stop', atMs: nowMs });
        for (let i = 0; i < 2; i++) feed({ kind: 'alarm', atMs: deadlineOf(state) ?? nowMs });
        expect(state.phase).toBe('stopped');
      }),
    );
  });
});
