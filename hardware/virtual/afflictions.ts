import type { Fault } from './faults.ts';
import type { HostSide } from './host-side.ts';
import type { Intake } from './intake.ts';
import type { Mechanism } from './mechanism.ts';
import type { Voice } from './voice.ts';

/** What a fault acts upon. */
export interface Body {
  voice: Voice;
  mechanism: Mechanism;
  intake: Intake;
  host(): HostSide | null;
  /** As after switching on. */
  forgetEverything(): void;
  /** Something goes wrong, whatever it is. */
  struck(fault: Fault): void;
}

/** What is wrong with the printer at present. */
export interface Afflictions {
  isOn(): boolean;
  isUnplugged(): boolean;
  isStalled(): boolean;
  inflict(fault: Fault): void;
  /** Ends all of it. */
  mend(): void;
  close(): void;
}

export function createAfflictions({ voice, mechanism, intake, host, forgetEverything, struck }: Body): Afflictions {
  let isOn = true;
  let isUnplugged = false;
  let isStalled = false;
  const healing = new Set<NodeJS.Timeout>();

  function after(delayMs: number, action: () => void): void {
    const timer = setTimeout(() => {
      healing.delete(timer);
      action();
    }, delayMs);
    healing.add(timer);
  }

  function mendAfter(delayMs: number | undefined, action: () => void): void {
    if (delayMs !== undefined) after(delayMs, action);
  }

  function stopHealing(): void {
    for (const timer of healing) clearTimeout(timer);
    healing.clear();
  }

  function plugIn(): void {
    if (!isUnplugged) return;
    isUnplugged = false;
    intake.forget();
    host()?.reset();
  }

  function setStalled(stalled: boolean): void {
    isStalled = stalled;
    mechanism.setHalted(stalled);
    if (!stalled) intake.pump();
  }

  function switchOff(): void {
    isOn = false;
    host()?.setReachable(false);
    intake.forget();
    forgetEverything();
  }

  function switchOn(): void {
    isOn = true;
    host()?.setReachable(true);
  }

  function inflict(fault: Fault): void {
    struck(fault);
    switch (fault.kind) {
      case 'reset':
        intake.forget();
        host()?.reset();
        return;
      case 'half-close':
        host()?.halfClose();
        return;
      case 'unplugged':
        isUnplugged = true;
        after(fault.forMs, plugIn);
        return;
      case 'stall':
        setStalled(true);
        after(fault.forMs, () => setStalled(false));
        return;
      case 'silent':
        voice.beSilent(fault.forMs);
        return;
      case 'late-answers':
        voice.beLate(fault.byMs, fault.forMs);
        return;
      case 'wrong-id':
        voice.mistakeNextId();
        return;
      case 'stale-id':
        voice.proveLastAgain();
        return;
      case 'garbage':
        voice.say(fault.bytes);
        return;
      case 'garbled-answers':
        voice.garbleNext(fault.count, fault.bytes);
        return;
      case 'paper-out':
        mechanism.setPaper('out');
        mendAfter(fault.mendedAfterMs, () => mechanism.setPaper('ok'));
        return;
      case 'cover-open':
        mechanism.setCover('open');
        mendAfter(fault.mendedAfterMs, () => mechanism.setCover('closed'));
        return;
      case 'cutter-stuck':
        mechanism.setCutterStuck(true);
        mendAfter(fault.mendedAfterMs, () => mechanism.setCutterStuck(false));
        return;
      case 'head-hot':
        mechanism.setHeadHot(true);
        after(fault.forMs, () => mechanism.setHeadHot(false));
        return;
      case 'power-cycle':
        switchOff();
        after(fault.offMs, switchOn);
        return;
      case 'slow':
        mechanism.setSpeed(fault.speedMmPerS);
    }
  }

  return {
    isOn: () => isOn,
    isUnplugged: () => isUnplugged,
    isStalled: () => isStalled,
    inflict,
    mend() {
      stopHealing();
      voice.reset();
      if (!isOn) switchOn();
      plugIn();
      if (isStalled) setStalled(false);
      mechanism.setCutterStuck(false);
      mechanism.setHeadHot(false);
      mechanism.setCover('closed');
      mechanism.setPaper('ok');
    },
    close: stopHealing,
  };
}
