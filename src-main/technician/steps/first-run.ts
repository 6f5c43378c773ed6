import type { Centre } from '../../centre/ports/centre.ts';
import type { Language } from '../../contract/shared/languages.ts';
import { type Result, refuse } from '../../domain/result.ts';
import type { Log } from '../../ports/log.ts';
import type { Refusal } from '../../session/contract/kiosk-api.ts';
import type { Session } from '../../session/steps/session.ts';
import type { KioskFile } from '../contract/kiosk-file.ts';
import type { Installation } from '../ports/installation.ts';
import type { Predecessor } from '../ports/predecessor.ts';
import {
  type FirstRun,
  type FirstRunEvent,
  type FirstRunStep,
  stepAt,
  stepBefore,
  stepFirstRun,
  stepsAsked,
} from '../rules/first-run.ts';
import type { PinGate } from './pin-gate.ts';

/** The first run, in which a technician sets up the kiosk, and its state on disk. */
export interface FirstRunControl {
  /** Whether the first run is not finished: the start screen then says so, and the kiosk issues no tickets to citizens. */
  isRunning(): boolean;
  /** The next step, or a past step that is being repeated; `null` if no step is left. */
  at(): FirstRunStep | null;
  steps(): FirstRun;
  asked(): readonly FirstRunStep[];
  language(): Language | null;
  canGoBack(): boolean;
  /** Applies an event and saves it together with the settings in `said`, in one write; refused if the event changes nothing. */
  move(event: FirstRunEvent, said?: Partial<KioskFile>): Result<null, Refusal>;
  /** Ends the first run, so that the kiosk issues tickets to citizens from now on; refused while a step is open. */
  finish(): Result<null, Refusal>;
}

interface FirstRunParts {
  installation: Installation;
  gate: Pick<PinGate, 'hasPin'>;
  centre: Pick<Centre, 'status'>;
  predecessor: Pick<Predecessor, 'state'>;
  slot: number | null;
  log: Log;
}

export function createFirstRun({ installation, gate, centre, predecessor, slot, log }: FirstRunParts): FirstRunControl {
  const asKnown = (run: FirstRun): FirstRun => {
    const old = predecessor.state();
    const replaced = old === null ? 'none' : old.stage === 'sent' ? 'sent' : 'open';
    const hasPin = gate.hasPin();
    // If the disk cannot be read, the stored step says whether there is a PIN.
    const pin = hasPin.ok ? hasPin.value : run.pin === 'done';
    return stepFirstRun(run, {
      type: 'found',
      known: { pin, slot: slot !== null, enrolled: centre.status().state === 'paired', replaced },
    });
  };
  const steps = (): FirstRun => asKnown(installation.file().firstRun);
  /** Leaves out the step `replaced` at a kiosk that replaces no other, because an older program does not know the step's name. */
  function noted(run: FirstRun): FirstRun {
    const { replaced, ...others } = run;
    return predecessor.state() === null || replaced === undefined ? others : { ...others, replaced };
  }
  const isRunning = () => installation.isOpen && !installation.file().finished;
  const keep = (file: KioskFile): Result<null, Refusal> => {
    const kept = installation.keep(file);
    if (kept.ok) return kept;
    log.event(kept.error.kind, { detail: kept.error.detail });
    return refuse({ kind: 'store-failed' });
  };
  return {
    isRunning,
    at: () => stepAt(steps()),
    steps,
    asked: () => stepsAsked(predecessor.state() !== null),
    language: () => (isRunning() ? installation.file().language : null),
    canGoBack: () => stepBefore(steps()) !== null,
    move(event, said = {}) {
      const before = steps();
      const after = asKnown(stepFirstRun(before, event));
      if (!installation.isOpen || JSON.stringify(after) === JSON.stringify(before))
        return refuse({ kind: 'not-possible-here', detail: `${event.type} at ${stepAt(before)}` });
      const kept = keep({ ...installation.file(), ...said, firstRun: noted(after) });
      if (kept.ok) log.event('first-run-step', { event: event.type, step: stepAt(before), next: stepAt(after) });
      return kept;
    },
    finish() {
      if (!installation.isOpen || stepAt(steps()) !== null) return refuse({ kind: 'not-possible-here' });
      return keep({ ...installation.file(), firstRun: noted(steps()), finished: true });
    },
  };
}

/** Whether devices can be found and tested on the screen: on their page, and at the first run's steps of printer and scanner. */
export function isDevicesPlace({ session, firstRun }: { session: () => Session; firstRun: FirstRunControl }): boolean {
  const { at } = session().place;
  const step = firstRun.at();
  return at === 'technician-devices' || (at === 'technician-first-run' && (step === 'printer' || step === 'scanner'));
}
