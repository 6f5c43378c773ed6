import { type Result, succeed } from '../../domain/result.ts';
import { STAFF_CODE_DIGITS } from '../../domain/staff.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { PinHashing, TechnicianStore } from '../ports/technician.ts';
import { isEasyPin } from '../rules/technician-pin.ts';
import { createLock } from './lock.ts';
import type { PinResult, PinStep } from './technician-login.ts';

/** The gate between the hidden gesture and the technician's page or the staff's view. */
export interface PinGate {
  hasPin(): Result<boolean, StoreFailure>;
  /** A staff code is set and allowed. */
  takesStaffCode(): boolean;
  /** Milliseconds until the next PIN, or the next staff code, can be tried; 0: now. */
  waits(): { readonly pinMs: number; readonly codeMs: number };
  /** The wait for what was typed: its length tells a PIN from a staff code. */
  waitMs(typed: string): number;
  check(step: PinStep, pin: string): Promise<PinResult>;
}

const isCode = (typed: string): boolean => typed.length === STAFF_CODE_DIGITS;

interface PinGateParts {
  technician: TechnicianStore;
  pins: PinHashing;
  allowsStaff: boolean;
  clock: Clock;
  log: Log;
}

/**
 * The PIN and the staff code have separate locks. A right code forgives no wrong PIN, so a clerk cannot try PINs sooner; a wrong code
 * delays no PIN, so wrong codes cannot keep the technician out.
 */
export function createPinGate({ technician: store, pins, allowsStaff, clock, log }: PinGateParts): PinGate {
  const { staff } = store;
  const lock = createLock({ ...store, read: () => store.pin() }, pins, clock, log);
  const staffLock = createLock({ ...staff, read: () => staff.code() }, pins, clock, log);
  let chosen: string | null = null;

  function takesStaffCode(): boolean {
    const kept = allowsStaff ? staff.code() : succeed(null);
    return kept.ok && kept.value !== null;
  }

  async function choose(pin: string): Promise<PinResult> {
    if (isEasyPin(pin)) return 'easy';
    chosen = await pins.hash(pin);
    return 'chosen';
  }

  async function repeat(pin: string): Promise<PinResult> {
    const hash = chosen;
    chosen = null;
    if (hash === null || !(await pins.matches(pin, hash))) return 'differs';
    const kept = store.keepPin(hash);
    if (!kept.ok) {
      log.event(kept.error.kind, { detail: kept.error.detail });
      return 'not-kept';
    }
    log.event('technician-entered', { chosePin: true });
    return 'right';
  }

  async function enter(pin: string): Promise<PinResult> {
    // Four digits count as a wrong code even if no code is set, never as a try of the PIN.
    if (isCode(pin)) return takesStaffCode() ? enterStaff(pin) : 'wrong';
    const result = await lock.try(pin);
    if (result === 'wrong') log.event('technician-refused', { failures: lock.failures() });
    if (result === 'right') log.event('technician-entered', { chosePin: false });
    return result;
  }

  async function enterStaff(code: string): Promise<PinResult> {
    const result = await staffLock.try(code);
    if (result === 'wrong') log.event('staff-refused', { failures: staffLock.failures() });
    if (result !== 'right') return result;
    log.event('staff-entered');
    return 'staff';
  }

  const checks = { choose, repeat, enter };
  return {
    hasPin() {
      const kept = store.pin();
      return kept.ok ? succeed(kept.value !== null) : kept;
    },
    takesStaffCode,
    waits: () => ({ pinMs: lock.waitMs(), codeMs: staffLock.waitMs() }),
    waitMs: (typed) => (isCode(typed) ? staffLock : lock).waitMs(),
    check: (step, pin) => checks[step](pin),
  };
}
