import type { TechnicianAction } from '../contract/shared/events.ts';
import type { Log } from '../ports/log.ts';
import type { TicketStore } from '../ports/store.ts';
import type { PinResult, PinStep } from './technician-login.ts';

/** Tells the centre what is done behind the PIN, and who was not let in: no name, no PIN, nothing that was typed. */
export interface TechnicianRecord {
  /** `visitId`: the session's. */
  acted(visitId: string, action: TechnicianAction, result: string, subject?: string): void;
  /** `isCode`: as many digits as the staff's code has. `isIn`: the session that sent it still stands there. */
  pinChecked(visitId: string, typed: { step: PinStep; isCode: boolean }, checked: PinResult, isIn: boolean): void;
}

export function createTechnicianRecord(store: Pick<TicketStore, 'recordEvent'>, log: Log): TechnicianRecord {
  function acted(visitId: string, action: TechnicianAction, result: string, subject?: string): void {
    const payload = { visitId, action, result, ...(subject === undefined ? {} : { subject }) };
    const saved = store.recordEvent({ type: 'technician-acted', v: 1, payload });
    // A disk that takes nothing keeps no technician out: it is what they came for.
    if (!saved.ok) log.event(saved.error.kind, { action, result, detail: saved.error.detail });
  }
  return {
    acted,
    pinChecked(visitId, { step, isCode }, checked, isIn) {
      // A first PIN that is to be typed once more, or another one instead, is nobody's sign-in yet.
      if (step === 'choose') return;
      const result = checked === 'right' || checked === 'staff' ? (isIn ? 'done' : 'left-before') : checked;
      acted(visitId, step === 'repeat' ? 'choose-pin' : isCode ? 'staff-enter' : 'enter-pin', result);
    },
  };
}
