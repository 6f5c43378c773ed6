import type { Fault } from './faults.ts';
import type { HostSide } from './host-side.ts';
import type { Intake } from './intake.ts';
import type { Mechanism } from './mechanism.ts';
import type { Voice } from './voice.ts';

export interface Body {
  voice: Voice;
  mechanism: Mechanism;
  intake: Intake;
  host(): HostSide | null;
  forgetEverything(): void;
  struck(fault: Fault): void;
}

export interface InjectedFaults {
  isOn(): boolean;
  isUnplugged(): boolean;
  isStalled(): boolean;
  inflict(fault: Fault): void;
  mend(): void;
  close(): void;
}

export function createFaultInjection(body: Body): InjectedFaults {
  return new BodyFaults(body);
}

class BodyFaults implements InjectedFaults {
  readonly #body: Body;
  readonly #healing = new Set<NodeJS.Timeout>();
  #isOn = true;
  #isUnplugged = false;
  #isStalled = false;

  constructor(body: Body) {
    this.#body = body;
  }

  isOn(): boolean {
    return this.#isOn;
  }

  isUnplugged(): boolean {
    return this.#isUnplugged;
  }

  isStalled(): boolean {
    return this.#isStalled;
  }

  mend(): void {
    const { voice, mechanism } = this.#body;
    this.#stopHealing();
    voice.reset();
    if (!this.#isOn) this.#switchOn();
    this.#plugIn();
    if (this.#isStalled) this.#setStalled(false);
    mechanism.setCutterStuck(false);
    mechanism.setHeadHot(false);
    mechanism.setCover('closed');
    mechanism.setPaper('ok');
  }

  close(): void {
    this.#stopHealing();
  }

  #after(delayMs: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.#healing.delete(timer);
      action();
    }, delayMs);
    this.#healing.add(timer);
  }

  #mendAfter(delayMs: number | undefined, action: () => void): void {
    if (delayMs !== undefined) this.#after(delayMs, action);
  }

  #stopHealing(): void {
    for (const timer of this.#healing) clearTimeout(timer);
    this.#healing.clear();
  }

  #plugIn(): void {
    if (!this.#isUnplugged) return;
    this.#isUnplugged = false;
    this.#body.intake.forget();
    this.#body.host()?.reset();
  }

  #setStalled(stalled: boolean): void {
    this.#isStalled = stalled;
    this.#body.mechanism.setHalted(stalled);
    if (!stalled) this.#body.intake.pump();
  }

  #switchOff(): void {
    this.#isOn = false;
    this.#body.host()?.setReachable(false);
    this.#body.intake.forget();
    this.#body.forgetEverything();
  }

  #switchOn(): void {
    this.#isOn = true;
    this.#body.host()?.setReachable(true);
  }

  inflict(fault: Fault): void {
    this.#body.struck(fault);
    switch (fault.kind) {
      case 'reset':
        this.#body.intake.forget();
        this.#body.host()?.reset();
        return;
      case 'half-close':
        this.#body.host()?.halfClose();
        return;
      case 'unplugged':
        this.#isUnplugged = true;
        this.#after(fault.forMs, () => this.#plugIn());
        return;
      case 'stall':
        this.#setStalled(true);
        this.#after(fault.forMs, () => this.#setStalled(false));
        return;
      case 'silent':
        this.#body.voice.beSilent(fault.forMs);
        return;
      case 'late-answers':
        this.#body.voice.beLate(fault.byMs, fault.forMs);
        return;
      case 'wrong-id':
        this.#body.voice.mistakeNextId();
        return;
      case 'stale-id':
        this.#body.voice.proveLastAgain();
        return;
      case 'garbage':
        this.#body.voice.say(fault.bytes);
        return;
      case 'garbled-answers':
        this.#body.voice.garbleNext(fault.count, fault.bytes);
        return;
      case 'paper-out':
        this.#body.mechanism.setPaper('out');
        this.#mendAfter(fault.mendedAfterMs, () => this.#body.mechanism.setPaper('ok'));
        return;
      case 'cover-open':
        this.#body.mechanism.setCover('open');
        this.#mendAfter(fault.mendedAfterMs, () => this.#body.mechanism.setCover('closed'));
        return;
      case 'cutter-stuck':
        this.#body.mechanism.setCutterStuck(true);
        this.#mendAfter(fault.mendedAfterMs, () => this.#body.mechanism.setCutterStuck(false));
        return;
      case 'head-hot':
        this.#body.mechanism.setHeadHot(true);
        this.#after(fault.forMs, () => this.#body.mechanism.setHeadHot(false));
        return;
      case 'power-cycle':
        this.#switchOff();
        this.#after(fault.offMs, () => this.#switchOn());
        return;
      case 'slow':
        this.#body.mechanism.setSpeed(fault.speedMmPerS);
    }
  }
}
