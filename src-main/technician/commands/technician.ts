import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { Commands } from '../../session/commands/command.ts';
import type { ParamsOf, Refusal } from '../../session/contract/kiosk-api.ts';
import type { Stamp } from '../../session/contract/view-state.ts';
import { isCurrent, type KioskContext, touch } from '../../session/steps/kiosk-context.ts';
import { isStaff, isTechnician } from '../../session/steps/session.ts';
import type { SessionEvent } from '../../session/steps/session-step.ts';
import type { PinStep, TechnicianPage } from '../steps/technician-login.ts';
import { askBehindPin, behindPin } from './behind-pin.ts';

export function technicianCommands(context: KioskContext) {
  const { centre } = context;
  return {
    openTechnician: ({ stamp }) => openTechnician(context, stamp),
    setPin: ({ stamp, pin }) => sendPin(context, stamp, ['choose', 'repeat'], pin),
    enterPin: ({ stamp, pin }) => sendPin(context, stamp, ['enter'], pin),
    showPage: ({ stamp, page }) => showPage(context, stamp, page),
    showFault: ({ stamp, kind }) =>
      isTechnician(context.session()) || isStaff(context.session())
        ? touch(context, stamp, { type: 'show-fault', kind })
        : refuse({ kind: 'not-possible-here' }),
    startPairing: (params) => pair(context, params),
    stopPairing: ({ stamp }) =>
      askBehindPin(context, stamp, 'stop-pairing', () => centre.stopPairing(), { next: pageOr(context, 'technician') }),
    requeueDeadLetters: ({ stamp }) =>
      behindPin(context, stamp, 'requeue-dead-letters', () => centre.requeueDeadLetters()),
    tryCentre: ({ stamp }) => askBehindPin(context, stamp, 'try-centre', () => centre.tryNow()),
    forgetPin: () => forgetPin(context),
  } satisfies Partial<Commands>;
}

const show = (page: TechnicianPage): SessionEvent => ({ type: 'technician', event: { type: 'show', page } });

function showPage(context: KioskContext, stamp: Stamp, page: TechnicianPage): Result<null, Refusal> {
  if (!isTechnician(context.session())) return refuse({ kind: 'not-possible-here' });
  if (page === 'technician-office' && isCurrent(context, stamp)) context.editor.begin();
  return touch(context, stamp, show(page));
}

function openTechnician(context: KioskContext, stamp: Stamp): Result<null, Refusal> {
  const hasPin = context.gate.hasPin();
  return hasPin.ok ? touch(context, stamp, { type: 'open-technician', hasPin: hasPin.value }) : hasPin;
}

/** Checks typed digits, a PIN or a code. The command is answered once the check has begun, because the check is slow on purpose. */
function sendPin(context: KioskContext, stamp: Stamp, steps: readonly PinStep[], pin: string): Result<null, Refusal> {
  const { gate, record } = context;
  if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
  const { place, sessionId } = context.session();
  const step = steps.find((one) => place.at === 'technician-pin' && place.step === one);
  if (step === undefined || gate.waitMs(step, pin) > 0) return refuse({ kind: 'not-possible-here' });
  const sent = touch(context, stamp, { type: 'technician', event: { type: 'pin-sent' } });
  if (!sent.ok) return sent;
  void gate.check(step, pin).then((checked) => {
    if (context.isStopped()) return;
    const isIn = context.session().sessionId === sessionId;
    record.pinChecked(sessionId, step, checked, isIn);
    const page = context.firstRun.isRunning() ? 'technician-first-run' : 'technician';
    if (isIn) context.apply({ type: 'technician', event: { type: 'pin-checked', result: checked.result, page } });
  });
  return sent;
}

/** Returns the event that shows `page` or, in the first run, the current step, which then shows the action's result. */
const pageOr = ({ session }: KioskContext, page: TechnicianPage): SessionEvent =>
  session().place.at === 'technician-first-run' ? { type: 'first-run', to: 'page' } : show(page);

function pair(context: KioskContext, { stamp, replaces = false }: ParamsOf<'startPairing'>): Result<null, Refusal> {
  const action = replaces ? 'start-replacing' : 'start-pairing';
  const next = pageOr(context, 'technician-pairing');
  return behindPin(context, stamp, action, () => startPairing(context, stamp, replaces), { next });
}

/**
 * Starts a pairing. A touch cannot start a pairing on a kiosk that has no centre, or is paired and known to the centre. A kiosk with a slot
 * cannot replace another kiosk.
 */
function startPairing(
  { centre, slot }: KioskContext,
  stamp: Stamp | undefined,
  replaces: boolean,
): Result<null, Refusal> {
  const { state, trouble } = centre.status();
  const isSettled = state === 'none' || (state === 'paired' && trouble !== 'kiosk-unknown');
  if (stamp !== undefined && isSettled) return refuse({ kind: 'not-possible-here', detail: state });
  if (replaces && slot !== null) return refuse({ kind: 'not-possible-here', detail: 'this kiosk already has numbers' });
  centre.startPairing(replaces);
  return succeed(null);
}

function forgetPin({ technician, record, newId }: KioskContext): Result<null, Refusal> {
  const forgotten = technician.forgetPin();
  record.acted(newId(), 'forget-pin', forgotten.ok ? 'done' : forgotten.error.kind);
  return forgotten;
}
