import type { PrinterProfile } from '../printer/profile.ts';
import type { Action, CoverState, Interpreter, Sensors, SlipState } from './dialect.ts';
import { isOffline } from './dialect.ts';
import type { Strip } from './paper.ts';

const MM_PER_INCH = 25.4;
/** Star's counter has five bits. */
const PROOFS_COUNTED = 32;

export interface Roll {
  lengthMm: number;
  /** Millimetres of paper left when the near-end sensor reports; 0: no sensor. */
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
  askedForName(which: number): void;
  reports(selection: number): void;
  began(): void;
  /** Called when the buffer has room again or the printer is idle. */
  madeRoom(): void;
}

/**
 * Head, motor, roll, blade and their sensors. Performs the interpreter's actions one after another, each in the time that follows from the
 * set speed.
 */
export interface Mechanism {
  sensors(): Sensors;
  isBusy(): boolean;
  /** Obeys buffered commands until the motor turns, the printer is offline or the buffer is empty. */
  work(): void;
  setPaper(state: SlipState): void;
  setPaperLeft(lengthMm: number): void;
  paperLeftMm(): number;
  setCover(state: CoverState): void;
  setHeadHot(hot: boolean): void;
  /** True: the blade sticks at the next cut. */
  setCutterStuck(stuck: boolean): void;
  setSpeed(speedMmPerS: number): void;
  setHalted(halted: boolean): void;
  clearCounter(): void;
  /** Forgets a blocked action, but not the one in progress. */
  drop(): void;
  stop(): void;
}

export function createMechanism(options: MechanismOptions, on: MechanismListeners): Mechanism {
  return new PaperMechanism(options, on);
}

class PaperMechanism implements Mechanism {
  readonly #profile: MechanismOptions['profile'];
  readonly #roll: Roll;
  readonly #interpreter: Interpreter;
  readonly #strip: Strip;
  readonly #on: MechanismListeners;
  readonly #dotsPerMm: number;
  readonly #headToCutterDots: number;
  #speedMmPerS: number;
  #paper: SlipState = 'ok';
  #cover: CoverState = 'closed';
  #headHot = false;
  #cutterStuck = false;
  #blade: 'free' | 'will-stick' = 'free';
  #halted = false;
  #proofCount = 0;
  #proofSeen = false;
  #paperLeftDots: number;
  #pending: Action | null = null;
  #moving: NodeJS.Timeout | undefined;
  #movingUntilMs = 0;

  constructor({ profile, speedMmPerS, roll, interpreter, strip }: MechanismOptions, on: MechanismListeners) {
    this.#profile = profile;
    this.#roll = roll;
    this.#interpreter = interpreter;
    this.#strip = strip;
    this.#on = on;
    this.#speedMmPerS = speedMmPerS;
    this.#dotsPerMm = profile.dpi / MM_PER_INCH;
    this.#headToCutterDots = Math.round(profile.headToCutterMm * this.#dotsPerMm);
    this.#paperLeftDots = roll.lengthMm * this.#dotsPerMm;
  }

  sensors(): Sensors {
    return {
      paper: this.#paper,
      cover: this.#cover,
      headHot: this.#headHot,
      cutterStuck: this.#cutterStuck,
      moving: this.#moving !== undefined,
      proofCount: this.#proofCount,
      proofSeen: this.#proofSeen,
    };
  }

  isBusy(): boolean {
    return this.#pending !== null || this.#moving !== undefined || this.#halted || isOffline(this.sensors());
  }

  setPaper(state: SlipState): void {
    if (state !== 'out') this.#paperLeftDots = this.#roll.lengthMm * this.#dotsPerMm;
    this.#change(() => {
      this.#paper = state;
    });
  }

  setPaperLeft(lengthMm: number): void {
    this.#paperLeftDots = lengthMm * this.#dotsPerMm;
  }

  paperLeftMm(): number {
    return Math.max(0, this.#paperLeftDots / this.#dotsPerMm);
  }

  setCover(state: CoverState): void {
    this.#change(() => {
      this.#cover = state;
    });
  }

  setHeadHot(hot: boolean): void {
    this.#change(() => {
      this.#headHot = hot;
    });
  }

  setCutterStuck(stuck: boolean): void {
    this.#blade = stuck ? 'will-stick' : 'free';
    if (stuck) return;
    this.#change(() => {
      this.#cutterStuck = false;
    });
  }

  setSpeed(speedMmPerS: number): void {
    this.#speedMmPerS = speedMmPerS;
  }

  setHalted(halted: boolean): void {
    this.#halted = halted;
    if (!halted) this.work();
  }

  drop(): void {
    this.#pending = null;
  }

  stop(): void {
    clearTimeout(this.#moving);
    this.#moving = undefined;
    this.#movingUntilMs = 0;
    this.#pending = null;
  }

  #seen(): string {
    return `${this.#paper} ${this.#cover} ${this.#headHot} ${this.#cutterStuck}`;
  }

  #change(apply: () => void): void {
    const before = this.#seen();
    apply();
    if (this.#seen() === before) return;
    this.#on.changed();
    this.work();
  }

  work(): void {
    while (this.#moving === undefined && !this.#halted && !isOffline(this.sensors())) {
      const held = this.#interpreter.held();
      this.#pending ??= this.#interpreter.next();
      if (this.#interpreter.held() < held) this.#on.madeRoom();
      if (this.#pending === null) {
        // The bytes that complete the command may still be with the host: a picture can be larger than the buffer.
        this.#on.madeRoom();
        return;
      }
      const action = this.#pending;
      const lengthDots = this.#lengthOf(action);
      if (lengthDots > this.#paperLeftDots) {
        this.#change(() => {
          this.#paper = 'out';
        });
        return;
      }
      if (action.kind === 'cut' && this.#blade === 'will-stick') {
        this.#change(() => {
          this.#cutterStuck = true;
        });
        return;
      }
      this.#pending = null;
      this.#pull(lengthDots);
      this.#move(this.#durationMs(action, lengthDots), () => this.#complete(action));
    }
  }

  #pull(lengthDots: number): void {
    this.#paperLeftDots -= lengthDots;
    if (
      this.#paper !== 'ok' ||
      this.#paperLeftDots > this.#roll.nearEndMm * this.#dotsPerMm ||
      this.#roll.nearEndMm === 0
    )
      return;
    this.#paper = 'low';
    this.#on.changed();
  }

  #lengthOf(action: Action): number {
    if (action.kind === 'print' || action.kind === 'feed') return action.heightDots;
    return action.kind === 'cut' ? action.feedDots + (action.feedToBlade ? this.#headToCutterDots : 0) : 0;
  }

  /** The cutter becomes faster or slower by the same factor as printing. */
  #durationMs(action: Action, lengthDots: number): number {
    const cutMs = action.kind === 'cut' ? (this.#profile.cutMs * this.#profile.speedMmPerS) / this.#speedMmPerS : 0;
    return (lengthDots / this.#dotsPerMm / this.#speedMmPerS) * 1_000 + cutMs;
  }

  /** Adds up short movements and sets a timer only when a whole millisecond is due. */
  #move(tookMs: number, done: () => void): void {
    const nowMs = performance.now();
    this.#movingUntilMs = Math.max(this.#movingUntilMs, nowMs) + tookMs;
    if (this.#movingUntilMs - nowMs < 1) {
      done();
      return;
    }
    this.#moving = setTimeout(() => {
      this.#moving = undefined;
      done();
      this.work();
    }, this.#movingUntilMs - nowMs);
  }

  #complete(action: Action): void {
    switch (action.kind) {
      case 'print':
        this.#strip.print(action.bitmap, action.text, action.heightDots, action.code);
        this.#on.line(action.text);
        return;
      case 'feed':
        this.#strip.feed(action.heightDots);
        this.#on.line('');
        return;
      case 'cut':
        this.#strip.feed(this.#lengthOf(action));
        this.#on.cut();
        return;
      case 'answer-when-printed':
        this.#on.proved(action.processId);
        return;
      case 'raise-counter':
        this.#proofCount = (this.#proofCount + 1) % PROOFS_COUNTED;
        this.#proofSeen = true;
        this.#on.counted();
        return;
      case 'clear-counter':
        this.clearCounter();
        return;
      case 'begin':
        this.#on.began();
        return;
      case 'answer-paper':
        this.#on.askedForPaper();
        return;
      case 'answer-name':
        this.#on.askedForName(action.which);
        return;
      case 'report-changes':
        this.#on.reports(action.selection);
    }
  }

  clearCounter(): void {
    this.#proofCount = 0;
    this.#proofSeen = false;
  }
}
