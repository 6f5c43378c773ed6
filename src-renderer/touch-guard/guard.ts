import { type FingerEvent, fingersGuardUntil, NO_FINGERS, stepFingers, type Verdict } from './fingers.ts';
import { type KeyEvent, keysGuardUntil, NO_KEYS, stepKeys } from './keys.ts';
import { type Seen, type TouchLimits, USUAL_LIMITS } from './limits.ts';

/** `new`: the screen is not painted yet; `on`: a touch would be refused at some place; `off`: neither. */
export type GuardWord = 'new' | 'on' | 'off';

export interface GuardedPage {
  /** Milliseconds, by the clock of the page's events. */
  now(): number;
  afterNextPaint(heard: () => void): void;
  after(ms: number, heard: () => void): void;
  say(word: GuardWord): void;
}

export type TouchGuard = ReturnType<typeof createGuard>;

/** Remembers touches and screens, and decides whether a touch or a key counts as a press. */
export function createGuard(page: GuardedPage) {
  let limits = USUAL_LIMITS;
  let seen: Seen = { screenNo: 0, paintedMs: 0, repaintedMs: 0 };
  let fingers = NO_FINGERS;
  let keys = NO_KEYS;

  const say = sayerOf(page, () => ({
    isPainted: seen.paintedMs !== null,
    untilMs: Math.max(fingersGuardUntil(fingers, seen, limits), keysGuardUntil(keys, seen, limits)),
  }));

  say();

  /** A press may change the screen without the core; the change counts as a new screen from its paint on. */
  const ordered = (): void =>
    page.afterNextPaint(() => {
      seen = { ...seen, repaintedMs: page.now() };
      say();
    });

  return {
    screenShown(): void {
      const screenNo = seen.screenNo + 1;
      seen = { ...seen, screenNo, paintedMs: null };
      const painted = (): void => {
        if (seen.screenNo !== screenNo || seen.paintedMs !== null) return;
        seen = { ...seen, paintedMs: page.now() };
        say();
      };
      say();
      page.afterNextPaint(painted);
      // A window that does not paint must not block touches for good.
      page.after(limits.guardMs, painted);
    },
    limitBy(own: TouchLimits): void {
      limits = own;
      say();
    },
    pxPerMm: (): number => limits.pxPerMm,
    finger(event: FingerEvent): Verdict | null {
      const pace = fingers.down.get(event.finger)?.pace ?? 'order';
      const step = stepFingers(fingers, event, seen, limits);
      fingers = step.state;
      if (event.type !== 'move') say();
      if (step.verdict === 'order' && pace === 'order') ordered();
      return step.verdict;
    },
    key(event: KeyEvent): boolean {
      const step = stepKeys(keys, event, seen, limits);
      keys = step.state;
      say();
      if (event.type === 'down' && event.pace === 'order' && step.counts && limits.pressing.has(event.key)) ordered();
      return step.counts;
    },
  };
}

/** Reports the guard's state now, and again when it changes because time has passed. */
function sayerOf(page: GuardedPage, look: () => { isPainted: boolean; untilMs: number }): () => void {
  let isWaiting = false;
  const say = (): void => {
    const { isPainted, untilMs } = look();
    const leftMs = untilMs - page.now();
    page.say(!isPainted ? 'new' : leftMs > 0 ? 'on' : 'off');
    if (leftMs <= 0 || isWaiting) return;
    isWaiting = true;
    page.after(Math.ceil(leftMs), () => {
      isWaiting = false;
      say();
    });
  };
  return say;
}
