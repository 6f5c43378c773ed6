import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSyncRunner } from '../../../../../src-main/centre/wire/sync-runner.ts';
import {
  LARGEST_BATCH,
  OUTAGE_MS,
  type SchedulerEffect,
  type SchedulerEvent,
  type SchedulerState,
  startScheduler,
  stepScheduler,
} from '../../../../../src-main/centre/wire/sync-scheduler.ts';
import { done } from '../../../../../src-main/centre/wire/tasks/task.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';

const NOW = { nowMs: 1_000, random: 0.5 };
const at = (nowMs: number, random = 0.5) => ({ nowMs, random });

/** The state after these events, and their effects, for a scheduler that starts with nothing to do. */
function follow(events: readonly SchedulerEvent[], chance = NOW) {
  let state: SchedulerState = {
    ...startScheduler(null, chance).state,
    underWay: null,
    wanted: { push: false, pull: false },
  };
  const effects: SchedulerEffect[] = [];
  for (const event of events) {
    const step = stepScheduler(state, event, chance);
    state = step.state;
    effects.push(...step.effects);
  }
  return { state, effects };
}

const wantPush: SchedulerEvent = { type: 'want', task: 'push' };
const wantPull: SchedulerEvent = { type: 'want', task: 'pull' };
const pushed = (more = false): SchedulerEvent => ({ type: 'done', task: 'push', more });
const failed: SchedulerEvent = { type: 'failed', retryAfterMs: null };
const push = (batch = LARGEST_BATCH): SchedulerEffect => ({ type: 'push', batch });

describe('one task at a time', () => {
  test('begins with a pull, then pushes', () => {
    const { state, effects } = startScheduler(null, NOW);
    expect(effects).toEqual([{ type: 'pull' }]);
    expect(stepScheduler(state, { type: 'done', task: 'pull', more: false }, NOW).effects).toEqual([push()]);
  });

  test('events are sent to a centre whose pull failed', () => {
    let { state } = startScheduler(null, NOW);
    state = stepScheduler(state, failed, at(0, 0)).state;
    const rested = stepScheduler(state, { type: 'rested' }, NOW);
    expect(rested.effects).toEqual([push()]);
    expect(stepScheduler(rested.state, pushed(), NOW).effects).toEqual([{ type: 'pull' }]);
  });

  test('a task wanted meanwhile runs afterwards, once', () => {
    expect(follow([wantPush, wantPush, wantPush, pushed()]).effects).toEqual([push(), push()]);
  });

  test('a full batch is followed by the next', () => {
    expect(follow([wantPush, pushed(true), pushed(true), pushed()]).effects).toEqual([push(), push(), push()]);
  });
});

describe('a failure', () => {
  test('is followed by a random part of a bound that doubles from a second to five minutes', () => {
    const delays: number[] = [];
    let { state } = follow([wantPush], at(0, 1));
    let nowMs = 0;
    for (let count = 0; count < 12; count += 1) {
      const step = stepScheduler(state, failed, at(nowMs, 1));
      const rest = step.effects.find((effect) => effect.type === 'rest');
      delays.push(rest?.type === 'rest' ? rest.delayMs : 0);
      nowMs += delays.at(-1) ?? 0;
      state = stepScheduler(step.state, { type: 'rested' }, at(nowMs)).state;
    }
    expect(delays.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(delays.slice(-3)).toEqual([300_000, 300_000, 300_000]);
    expect(follow([wantPush, failed], at(0, 0)).effects).toEqual([push(), { type: 'rest', delayMs: 0 }]);
  });

  test('is followed by the pause that the centre asks for, and a little more', () => {
    const { effects } = follow([wantPush, { type: 'failed', retryAfterMs: 20_000 }]);
    expect(effects.at(-1)).toEqual({ type: 'rest', delayMs: 20_500 });
  });

  test('is followed by a pause that neither an early timer nor an event shortens', () => {
    const { state } = follow([wantPush, failed], at(0, 1));
    expect(stepScheduler(state, { type: 'rested' }, at(999)).effects).toEqual([]);
    expect(stepScheduler(state, wantPush, at(500)).effects).toEqual([]);
    expect(stepScheduler(state, { type: 'rested' }, at(1_000)).effects).toEqual([push()]);
  });

  test('is forgotten when a wake-up comes', () => {
    const { state, effects } = follow([wantPush, failed, failed, { type: 'wake-up' }]);
    expect(effects.at(-1)).toEqual({ type: 'pull' });
    expect(state.failures).toBe(0);
  });
});

describe('a start of the program', () => {
  test('after a long silence waits a random part of a minute, as all kiosks do when the power comes back', () => {
    expect(startScheduler(OUTAGE_MS + 1, at(0, 0.5)).effects).toEqual([{ type: 'rest', delayMs: 30_000 }]);
    expect(startScheduler(-OUTAGE_MS - 1, at(0, 0.5)).effects).toEqual([{ type: 'rest', delayMs: 30_000 }]);
    expect(startScheduler(OUTAGE_MS, at(0)).effects).toEqual([{ type: 'pull' }]);
  });
});

describe('a batch that is refused as a whole', () => {
  const refused = (sent: number): SchedulerEvent => ({ type: 'batch-refused', sent });

  test('is halved at once, down to a single event, which is kept and tried later', () => {
    const { effects } = follow([wantPush, refused(200), refused(100), refused(50), refused(3), refused(1)]);
    expect(effects).toEqual([
      push(200),
      push(100),
      push(50),
      push(25),
      push(1),
      expect.objectContaining({ type: 'rest' }),
    ]);
  });

  test('grows again with each success', () => {
    const { effects } = follow([wantPush, refused(200), pushed(true), pushed(true)]);
    expect(effects).toEqual([push(200), push(100), push(200), push(200)]);
  });
});

describe('once the kiosk no longer belongs to the centre', () => {
  const runner = (isEnrolled: () => boolean) => {
    const clock = createManualClock(0);
    const ran: string[] = [];
    const run = (task: 'push' | 'pull') => () => {
      ran.push(task);
      return Promise.resolve(done(task, false));
    };
    const tasks = { push: run('push'), pull: run('pull') };
    const created = createSyncRunner({ tasks, clock, random: () => 0, onResult: isEnrolled, onPulled: () => {} });
    return { clock, ran, ...created };
  };

  test('no task follows the one that showed it', async () => {
    const kiosk = runner(() => false);
    kiosk.start(null);
    await kiosk.settled();
    expect(kiosk.ran).toEqual(['pull']);
  });

  test('no task runs, whatever is wanted', async () => {
    const kiosk = runner(() => true);
    kiosk.start(null);
    kiosk.stop();
    await kiosk.settled();
    kiosk.want('push');
    kiosk.want('pull');
    kiosk.wakeUp();
    kiosk.clock.advance(600_000);
    await kiosk.settled();
    expect([kiosk.ran, kiosk.isStarted()]).toEqual([['pull'], false]);
  });

  test('no task runs either if none was under way at the stop', async () => {
    const kiosk = runner(() => true);
    kiosk.start(null);
    await kiosk.settled();
    await kiosk.settled();
    const before = [...kiosk.ran];
    kiosk.stop();
    kiosk.want('push');
    kiosk.wakeUp();
    kiosk.clock.advance(600_000);
    await kiosk.settled();
    expect(kiosk.ran).toEqual(before);
  });
});

const anyEvent: fc.Arbitrary<SchedulerEvent> = fc.oneof(
  fc.constantFrom<SchedulerEvent>(wantPush, wantPull, { type: 'wake-up' }, { type: 'rested' }, failed),
  fc.record({ type: fc.constant('failed' as const), retryAfterMs: fc.nat(400_000) }),
);

test('any sequence of events leaves at most one task under way, and no wanted task is lost', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyEvent, fc.nat(60_000), fc.boolean()), { maxLength: 60 }), (events) => {
      let { state, effects } = startScheduler(null, NOW);
      let nowMs = NOW.nowMs;
      let underWay = effects.filter(({ type }) => type === 'push' || type === 'pull').length;
      for (const [event, laterMs, succeeds] of events) {
        nowMs += laterMs;
        if (event.type === 'failed' && underWay === 0) continue;
        const task = state.underWay;
        const step = stepScheduler(state, event, at(nowMs));
        if (event.type === 'failed') underWay -= 1;
        if (event.type === 'failed' && task && step.state.restUntilMs !== null)
          expect(step.state.wanted[task]).toBe(true);
        ({ state, effects } = step);
        underWay += effects.filter(({ type }) => type === 'push' || type === 'pull').length;
        expect(underWay).toBeLessThanOrEqual(1);
        if (succeeds && state.underWay !== null) {
          ({ state, effects } = stepScheduler(state, { type: 'done', task: state.underWay, more: false }, at(nowMs)));
          underWay = effects.filter(({ type }) => type === 'push' || type === 'pull').length;
        }
      }
      expect(state.batch).toBeGreaterThanOrEqual(1);
      expect(state.batch).toBeLessThanOrEqual(LARGEST_BATCH);
    }),
  );
});
