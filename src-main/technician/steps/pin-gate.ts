import { type Result, succeed } from '../../domain/result.ts';
import { STAFF_CODE_DIGITS } from '../../domain/staff.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { KeptCode, NamedCodeRules, PinHashing, TechnicianStore } from '../ports/technician.ts';
import { isEasyPin } from '../rules/technician-pin.ts';
import { createLock } from './lock.ts';
import { createNamedCodeLocks } from './named-code-locks.ts';
import type { PinResult, PinStep } from './technician-login.ts';

/** The check of typed digits between the five touches on the start screen and the technician's pages or the staff's view. */
export interface PinGate {
  /** Whether the technician's pages are locked: a PIN was chosen, or only named persons' codes are accepted. */
  hasPin(): Result<boolean, StoreFailure>;
  takesPin(): boolean;
  takesStaffCode(): boolean;
  takesNamedCode(): boolean;
  /** Milliseconds until the next PIN, staff code or named person's code can be tried; 0: now. */
  waits(): { readonly pinMs: number; readonly codeMs: number; readonly namedMs: number };
  /**
   * Milliseconds until the typed digits can be tried at a step. The number of digits shows whether they are a PIN, a staff code or a named
   * person's code.
   */
  waitMs(step: PinStep, typed: string): number;
  check(step: PinStep, pin: string): Promise<Checked>;
  holds(codeId: string): boolean;
}

/**
 * The result of a check. `code`: the named person's code that was tried; `null` for a PIN, a staff code, and digits that begin like no
 * valid code.
 */
export interface Checked {
  readonly result: PinResult;
  readonly kind: 'pin' | 'staff-code' | 'named-code';
  readonly code: Pick<KeptCode, 'codeId' | 'role'> | null;
}

const isCode = (typed: string): boolean => typed.length === STAFF_CODE_DIGITS;

interface PinGateParts {
  technician: TechnicianStore;
  pins: PinHashing;
  codeRules: NamedCodeRules;
  allowsStaff: boolean;
  /**
   * Whether the PIN and the staff code, which several people know, are accepted. `false`: the staff code is refused, and the PIN is
   * accepted only until a named technician's code has arrived from the centre.
   */
  allowsShared: boolean;
  clock: Clock;
  log: Log;
}

/**
 * PIN and staff code have separate locks. A right staff code does not reset the PIN's lock, so a clerk cannot try PINs sooner. A wrong
 * staff code does not delay the PIN, so wrong codes cannot keep the technician out. Named persons' codes have locks of their own for the
 * same reasons (`named-code-locks.ts`).
 */
export function createPinGate(parts: PinGateParts): PinGate {
  const { technician: store, pins, codeRules, allowsStaff, allowsShared, clock, log } = parts;
  const { staff } = store;
  const named = createNamedCodeLocks({ store: store.named, rules: codeRules, allowsStaff, clock, log });
  const lock = createLock({ ...store, read: () => store.pin() }, pins, clock, log);
  const staffLock = createLock({ ...staff, read: () => staff.code() }, pins, clock, log);
  let chosen: string | null = null;

  const isNamedOnly = (): boolean => !allowsShared && named.isPinClosed();

  function takesStaffCode(): boolean {
    const kept = allowsStaff && allowsShared ? staff.code() : succeed(null);
    return kept.ok && kept.value !== null;
  }

  function takesPin(): boolean {
    const kept = store.pin();
    return !isNamedOnly() && kept.ok && kept.value !== null;
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
    // Four digits always count as a try of the staff code, even if none is set, and never as a try of the PIN.
    if (isCode(pin)) return takesStaffCode() ? enterStaff(pin) : 'wrong';
    if (isNamedOnly()) return 'wrong';
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

  /**
   * Whether typed digits that are as long as a named person's code are the PIN. They are compared with the PIN first, and count as a try of
   * a code only if they are not the PIN.
   */
  async function isPin(typed: string): Promise<boolean> {
    const kept = takesPin() && lock.waitMs() === 0 ? store.pin() : succeed(null);
    return kept.ok && kept.value !== null && pins.matches(typed, kept.value.hash);
  }

  /**
   * Whether ten digits are tried only as the PIN, and count for the PIN's lock: while a PIN is accepted and named persons' codes must wait
   * after wrong tries.
   */
  const isPinAlone = (step: PinStep): boolean => step === 'enter' && takesPin() && named.waitMs() > 0;

  async function enterNamed(typed: string): Promise<Checked> {
    const kind = 'named-code';
    const { result, code } = await named.try(typed);
    if (result === 'wrong' || result === 'code-waits') log.event('technician-refused', {});
    if (result !== 'right' || code === null) return { result: result === 'right' ? 'wrong' : result, kind, code };
    log.event(code.role === 'staff' ? 'staff-entered' : 'technician-entered', {});
    return { result: code.role === 'staff' ? 'staff' : 'right', kind, code };
  }

  const checks = { choose, repeat, enter };
  return {
    hasPin() {
      const kept = store.pin();
      return kept.ok ? succeed(kept.value !== null || isNamedOnly()) : kept;
    },
    takesPin,
    takesStaffCode,
    takesNamedCode: () => named.takesCode(),
    waits: () => ({ pinMs: lock.waitMs(), codeMs: staffLock.waitMs(), namedMs: named.waitMs() }),
    waitMs(step, typed) {
      if (named.reads(typed)) return isPinAlone(step) ? Math.min(named.waitMs(), lock.waitMs()) : named.waitMs();
      return step === 'enter' ? (isCode(typed) ? staffLock : lock).waitMs() : 0;
    },
    async check(step, typed) {
      if (named.reads(typed) && !isPinAlone(step) && !(step === 'enter' && (await isPin(typed))))
        return enterNamed(typed);
      const kind = step === 'enter' && isCode(typed) ? 'staff-code' : 'pin';
      return { result: await checks[step](typed), kind, code: null };
    },
    holds: (codeId) => named.holds(codeId),
  };
}
