import type { Refusal } from '../contract/kiosk/kiosk-api.ts';
import type { KioskFile } from '../contract/kiosk/kiosk-file.ts';
import type { Language } from '../contract/shared/languages.ts';
import {
  type FirstRun,
  type FirstRunEvent,
  type FirstRunStep,
  stepAt,
  stepBefore,
  stepFirstRun,
  stepsAsked,
} from '../domain/first-run.ts';
import { type Result, refuse } from '../domain/result.ts';
import type { Centre } from '../ports/centre.ts';
import type { Installation } from '../ports/installation.ts';
import type { Log } from '../ports/log.ts';
import type { Predecessor } from '../ports/predecessor.ts';
import type { PinGate } from './pin-gate.ts';

/** The first run of a kiosk: where it is, as the disk has it. */
export interface FirstRunControl {
  /** Nobody has set this kiosk up to the end yet: its façade says so, and gives no turns. */
  isRunning(): boolean;
  /** The step that is next, or one that is done again; `null` when none is. */
  at(): FirstRunStep | null;
  steps(): FirstRun;
  /** Those that this kiosk is asked for. */
  asked(): readonly FirstRunStep[];
  /** While it is under way: of whoever sets the kiosk up. */
  language(): Language | null;
  canGoBack(): boolean;
  /** Goes on in one write with what was said; refused where the event means nothing here. */
  move(event: FirstRunEvent, said?: Partial<KioskFile>): Result<null, Refusal>;
  /** From now on the kiosk is one that gives turns; refused while a step is open. */
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
    // A disk that does not answer has lost nothing.
    const pin = hasPin.ok ? hasPin.value : run.pin === 'done';
    return stepFirstRun(run, {
      type: 'found',
      known: { pin, slot: slot !== null, enrolled: centre.status().state === 'paired', replaced },
    });
  };
  const steps = (): FirstRun => asKnown(installation.file().firstRun);
  /** A step that this kiosk is not asked for is not noted: a program of before knows none of that name. */
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
