import type { PrinterProfile } from '../printer/profile.ts';
import type { Action, CoverState, Interpreter, PaperState, Sensors } from './dialect.ts';
import { isOffline } from './dialect.ts';
import type { Strip } from './paper.ts';

const MM_PER_INCH = 25.4;
/** The counter has five bits. */
const PROOFS_COUNTED = 32;

export interface Roll {
  lengthMm: number;
  /** What is left when the sensor sees the end coming. 0 without a sensor. */
  nearEndMm: number;
}

export interface MechanismOptions {
  profile: Pick<PrinterProfile, 'dpi' | 'headToCutterMm' | 'cutMs' | 'speedMmPerS'>;
  speedMmPerS: number;
  roll: Roll;
  interpreter: Interpreter;
  strip: Strip;
}

export interface MechanismListeners {
  changed(): void;
  line(text: string): void;
  cut(): void;
  proved(processId: Uint8Array): void;
  counted(): void;
  askedForPaper(): void;
  reports(selection: number): void;
  began(): void;
  /** Some of the buffer was obeyed, or there is nothing to do. */
  madeRoom(): void;
}

/** Head, motor, roll, blade and their sensors. It obeys the interpreter's actions one after the other, each in its time. */
export interface Mechanism {
  sensors(): Sensors;
  /** Whether it has something to do or cannot do it. */
  isBusy(): boolean;
  /** Obeys the buffer until the motor turns, the printer is offline, or the buffer is empty. */
  work(): void;
  setPaper(state: PaperState): void;
  setPaperLeft(lengthMm: number): void;
  paperLeftMm(): number;
  setCover(state: CoverState): void;
  setHeadHot(hot: boolean): void;
  /** The blade sticks at the next cut, or is freed. */
  setCutterStuck(stuck: boolean): void;
  setSpeed(speedMmPerS: number): void;
  setHalted(halted: boolean): void;
  clearCounter(): void;
  /** Forgets the action that waits, not the one that moves. */
  drop(): void;
  /** Stops the motor where it is. */
  stop(): void;
}

export function createMechanism(options: MechanismOptions, on: MechanismListeners): Mechanism {
  const { profile, roll, interpreter, strip } = options;
  const dotsPerMm = profile.dpi / MM_PER_INCH;
  const headToCutterDots = Math.round(profile.headToCutterMm * dotsPerMm);

  let { speedMmPerS } = options;
  let paper: PaperState = 'ok';
  let cover: CoverState = 'closed';
  let headHot = false;
  let cutterStuck = false;
  let blade: 'free' | 'will-stick' = 'free';
  let halted = false;
  let proofCount = 0;
  let proofSeen = false;
  let paperLeftDots = roll.lengthMm * dotsPerMm;
  /** Read from the buffer, not yet done: something hinders it. */
  let pending: Action | null = null;
  let moving: NodeJS.Timeout | undefined;
  let movingUntilMs = 0;

  const sensors = (): Sensors => ({
    paper,
    cover,
    headHot,
    cutterStuck,
    moving: moving !== undefined,
    proofCount,
    proofSeen,
  });

  function change(apply: () => void): void {
    const before = `${paper} ${cover} ${headHot} ${cutterStuck}`;
    apply();
    if (`${paper} ${cover} ${headHot} ${cutterStuck}` === before) return;
    on.changed();
    work();
  }

  function work(): void {
    while (moving === undefined && !halted && !isOffline(sensors())) {
      const held = interpreter.held();
      pending ??= interpreter.next();
      if (interpreter.held() < held) on.madeRoom();
      if (pending === null) {
        // What it waits for may be the rest of a picture larger than the buffer.
        on.madeRoom();
        return;
      }
      const action = pending;
      const lengthDots = lengthOf(action);
      if (lengthDots > paperLeftDots) {
        change(() => {
          paper = 'out';
        });
        return;
      }
      if (action.kind === 'cut' && blade === 'will-stick') {
        change(() => {
          cutterStuck = true;
        });
        return;
      }
      pending = null;
      pull(lengthDots);
      move(durationMs(action, lengthDots), () => complete(action));
    }
  }

  function pull(lengthDots: number): void {
    paperLeftDots -= lengthDots;
    if (paper !== 'ok' || paperLeftDots > roll.nearEndMm * dotsPerMm || roll.nearEndMm === 0) return;
    paper = 'low';
    on.changed();
  }

  function lengthOf(action: Action): number {
    if (action.kind === 'print' || action.kind === 'feed') return action.heightDots;
    return action.kind === 'cut' ? action.feedDots + (action.feedToBlade ? headToCutterDots : 0) : 0;
  }

  /** Cutting takes as much less time as printing does. */
  const durationMs = (action: Action, lengthDots: number) =>
    (lengthDots / dotsPerMm / speedMmPerS) * 1_000 +
    (action.kind === 'cut' ? (profile.cutMs * profile.speedMmPerS) / speedMmPerS : 0);

  /** Short movements are added up: a timer is set only when a whole millisecond is due. */
  function move(tookMs: number, done: () => void): void {
    const nowMs = performance.now();
    movingUntilMs = Math.max(movingUntilMs, nowMs) + tookMs;
    if (movingUntilMs - nowMs < 1) {
      done();
      return;
    }
    moving = setTimeout(() => {
      moving = undefined;
      done();
      work();
    }, movingUntilMs - nowMs);
  }

  function complete(action: Action): void {
    switch (action.kind) {
      case 'print':
        strip.print(action.bitmap, action.text, action.heightDots, action.code);
        on.line(action.text);
        return;
      case 'feed':
        strip.feed(action.heightDots);
        on.line('');
        return;
      case 'cut':
        strip.feed(lengthOf(action));
        on.cut();
        return;
      case 'answer-when-printed':
        on.proved(action.processId);
        return;
      case 'raise-counter':
        proofCount = (proofCount + 1) % PROOFS_COUNTED;
        proofSeen = true;
        on.counted();
        return;
      case 'clear-counter':
        clearCounter();
        return;
      case 'begin':
        on.began();
        return;
      case 'answer-paper':
        on.askedForPaper();
        return;
      case 'report-changes':
        on.reports(action.selection);
    }
  }

  function clearCounter(): void {
    proofCount = 0;
    proofSeen = false;
  }

  return {
    sensors,
    isBusy: () => pending !== null || moving !== undefined || halted || isOffline(sensors()),
    work,
    setPaper(state) {
      if (state !== 'out') paperLeftDots = roll.lengthMm * dotsPerMm;
      change(() => {
        paper = state;
      });
    },
    setPaperLeft(lengthMm) {
      paperLeftDots = lengthMm * dotsPerMm;
    },
    paperLeftMm: () => Math.max(0, paperLeftDots / dotsPerMm),
    setCover(state) {
      change(() => {
        cover = state;
      });
    },
    setHeadHot(hot) {
      change(() => {
        headHot = hot;
      });
    },
    setCutterStuck(stuck) {
      blade = stuck ? 'will-stick' : 'free';
      if (stuck) return;
      change(() => {
        cutterStuck = false;
      });
    },
    setSpeed(next) {
      speedMmPerS = next;
    },
    setHalted(next) {
      halted = next;
      if (!halted) work();
    },
    clearCounter,
    drop() {
      pending = null;
    },
    stop() {
      clearTimeout(moving);
      moving = undefined;
      movingUntilMs = 0;
      pending = null;
    },
  };
}
