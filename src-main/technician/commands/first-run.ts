import type { TechnicianAction } from '../../contract/shared/events.ts';
import { Panel } from '../../contract/shared/panel.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { Commands } from '../../session/commands/command.ts';
import type { ParamsOf, Refusal } from '../../session/contract/kiosk-api.ts';
import type { Stamp } from '../../session/contract/view-state.ts';
import { isCurrent, type KioskContext } from '../../session/steps/kiosk-context.ts';
import { FIRST_RUN_STEPS, type FirstRunEvent, type FirstRunStep } from '../rules/first-run.ts';
import { isUnderWay } from '../rules/predecessor.ts';
import { behindPin } from './behind-pin.ts';
import { giveUpFirstTicket, takeFirstTicket } from './first-ticket.ts';

export function firstRunCommands(context: KioskContext) {
  const { firstRun, installation, machine } = context;
  return {
    beginFirstRun: (params) => begin(context, params),
    endStep: (params) => endStep(context, params),
    repeatStep: ({ stamp, step }) =>
      onFirstRun(context, stamp, 'repeat-step', () =>
        firstRun.move(step === undefined ? { type: 'back' } : { type: 'again', step }),
      ),
    chooseTechnicianLanguage: ({ stamp, language }) =>
      onFirstRun(context, stamp, 'choose-language', () => {
        const chosen = firstRun.move({ type: 'done', step: 'language' }, { language });
        if (chosen.ok) context.step({ type: 'choose-language', language });
        return chosen;
      }),
    setPanel: ({ stamp, panel: measured }) =>
      onFirstRun(context, stamp, 'set-panel', () => {
        const panel = Panel.safeParse({ panelId: 'measured', ...measured });
        if (!panel.success) return refuse({ kind: 'not-possible-here', detail: panel.error.issues[0]?.message ?? '' });
        return firstRun.move({ type: 'done', step: 'panel' }, { panel: panel.data });
      }),
    turnPanel: ({ stamp, turn }) =>
      onFirstRun(context, stamp, 'turn-panel', () => {
        if (firstRun.at() !== 'panel' || !machine.turn(turn)) return refuse({ kind: 'not-possible-here' });
        const kept = installation.keep({ ...installation.file(), turn });
        return kept.ok ? kept : refuse({ kind: 'store-failed' });
      }),
    calibrateTouch: ({ stamp, touched, aspect }) =>
      onFirstRun(context, stamp, 'calibrate-touch', () => {
        const { turn } = installation.file();
        const isAsked = firstRun.at() === 'panel' && machine.touch.calibrate({ touched, aspect, turn });
        return isAsked ? succeed(null) : refuse({ kind: 'not-possible-here' });
      }),
    keepTouch: ({ stamp }) =>
      onFirstRun(context, stamp, 'keep-touch', () => {
        const touch = machine.touch.tried();
        if (touch === null) return refuse({ kind: 'not-possible-here' });
        const kept = installation.keep({ ...installation.file(), touch: [...touch] });
        if (!kept.ok) return refuse({ kind: 'store-failed' });
        machine.touch.confirm();
        return succeed(null);
      }),
    chooseOffice: ({ stamp, officeId }) =>
      onFirstRun(context, stamp, 'choose-office', () => {
        if (!installation.offices().some((office) => office.officeId === officeId))
          return refuse({ kind: 'unknown-office', detail: officeId });
        return firstRun.move({ type: 'done', step: 'office' }, { office: { from: 'shipped', officeId } });
      }),
    takeSlot: ({ stamp, slot }) => onFirstRun(context, stamp, 'take-slot', () => takeSlot(context, slot)),
    readPredecessor: ({ stamp }) => onFirstRun(context, stamp, 'read-predecessor', () => readPredecessor(context)),
    takeFirstTicket: ({ stamp }) => onFirstRun(context, stamp, 'take-first-ticket', () => takeFirstTicket(context)),
    finishFirstRun: ({ stamp }) =>
      behindPin(context, stamp, 'finish-first-run', () => firstRun.finish(), {
        isThere: () => isOnPage(context),
        next: { type: 'finish' },
      }),
  } satisfies Partial<Commands>;
}

const isOnPage = ({ session }: KioskContext): boolean => session().place.at === 'technician-first-run';

export function onFirstRun(
  context: KioskContext,
  stamp: Stamp,
  action: TechnicianAction,
  act: () => Result<null, Refusal>,
): Result<null, Refusal> {
  const done = behindPin(context, stamp, action, act, {
    isThere: () => isOnPage(context),
    next: { type: 'first-run', to: 'page' },
  });
  if (done.ok) follow(context);
  return done;
}

/**
 * Shows the choice of a PIN if that is the next step. Restarts the program after the step of the slot if a chosen office or panel differs
 * from those of this run, because they take effect only at a start.
 */
function follow({ firstRun, installation, apply, gate }: KioskContext): void {
  const at = firstRun.at();
  if (at === 'pin') {
    const hasPin = gate.hasPin();
    if (hasPin.ok && !hasPin.value) apply({ type: 'first-run', to: 'choose-pin' });
    return;
  }
  if (installation.isBehind() && isPast(at, 'slot')) installation.startAnew();
}

const isPast = (at: FirstRunStep | null, step: FirstRunStep): boolean =>
  at === null || FIRST_RUN_STEPS.indexOf(at) > FIRST_RUN_STEPS.indexOf(step);

/** Leaves the welcome screen: for the screen on which the PIN is entered or chosen, or directly for the page of the first run. */
function begin(context: KioskContext, { stamp, language }: ParamsOf<'beginFirstRun'>): Result<null, Refusal> {
  const { firstRun, gate, session } = context;
  if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
  if (!firstRun.isRunning() || session().place.at !== 'idle') return refuse({ kind: 'not-possible-here' });
  if (language !== undefined && firstRun.at() === 'language') {
    const chosen = firstRun.move({ type: 'done', step: 'language' }, { language });
    if (!chosen.ok) return chosen;
    context.step({ type: 'choose-language', language });
  }
  const hasPin = gate.hasPin();
  if (!hasPin.ok) return hasPin;
  if (hasPin.value) context.apply({ type: 'first-run', to: 'enter-pin' });
  else context.apply({ type: 'first-run', to: firstRun.at() === 'pin' ? 'choose-pin' : 'page' });
  return succeed(null);
}

/**
 * Ends a step. The step of the PIN can be skipped on the screen on which the PIN is chosen; the other steps end on the page of the first
 * run.
 */
function endStep(context: KioskContext, { stamp, step, end }: ParamsOf<'endStep'>): Result<null, Refusal> {
  const { firstRun, session } = context;
  const event: FirstRunEvent = { type: end === 'done' ? 'done' : 'skip', step };
  if (step !== 'pin')
    return onFirstRun(context, stamp, 'end-step', () => {
      if (end === 'done' && !mayBeEnded(context, step)) return refuse({ kind: 'not-possible-here', detail: step });
      const givenUp = step === 'ticket' ? giveUpFirstTicket(context) : succeed(null);
      return givenUp.ok ? firstRun.move(event) : givenUp;
    });
  if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
  const { place } = session();
  if (end !== 'skipped' || place.at !== 'technician-pin' || place.step !== 'choose' || place.checking)
    return refuse({ kind: 'not-possible-here' });
  const skipped = firstRun.move(event);
  if (skipped.ok) context.apply({ type: 'first-run', to: 'page' });
  return skipped;
}

/** Whether a step ends by the technician's confirmation alone; the other steps end with their own command. */
const mayBeEnded = ({ predecessor }: KioskContext, step: FirstRunStep): boolean =>
  step === 'ticket' || step === 'network' || (step === 'replaced' && predecessor.state()?.stage === 'sent');

function takeSlot({ firstRun, installation, log }: KioskContext, slot: number): Result<null, Refusal> {
  if (firstRun.at() !== 'slot') return refuse({ kind: 'not-possible-here' });
  const promised = installation.promiseSlot(slot);
  if (!promised.ok) {
    log.event(promised.error.kind, { slot });
    return refuse({ kind: promised.error.kind === 'store-failed' ? 'store-failed' : 'not-possible-here' });
  }
  installation.startAnew();
  return promised;
}

function readPredecessor({ firstRun, predecessor }: KioskContext): Result<null, Refusal> {
  const stage = predecessor.state()?.stage;
  if (firstRun.at() !== 'replaced' || stage === undefined || isUnderWay(stage))
    return refuse({ kind: 'not-possible-here' });
  predecessor.read();
  return succeed(null);
}
