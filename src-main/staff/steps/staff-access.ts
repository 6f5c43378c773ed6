import { type Result, succeed } from '../../domain/result.ts';
import type { StaffCodeStage } from '../../domain/staff.ts';
import type { Log } from '../../ports/log.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { PinHashing, StaffCodeStore } from '../../technician/ports/technician.ts';
import { isEasyPin } from '../../technician/rules/technician-pin.ts';

export interface StaffAccess {
  state(): { staffCode: 'not-allowed' | 'none' | 'set'; stage: StaffCodeStage };
  /**
   * Sets the staff code; calls `ended` with the result, for the record of the technician's actions. While an earlier `choose` runs, the
   * call is ignored, and `ended` is not called.
   */
  choose(code: string, ended: (result: 'done' | 'easy' | 'store-failed') => void): void;
  forget(): Result<null, StoreFailure>;
  /** Deletes the shown result of the last choice, because the technician leaves the page. */
  leave(): void;
}

interface StaffAccessParts {
  store: StaffCodeStore;
  pins: PinHashing;
  isAllowed: boolean;
  log: Log;
  onChange: () => void;
}

export function createStaffAccess({ store, pins, isAllowed, log, onChange }: StaffAccessParts): StaffAccess {
  let stage: StaffCodeStage = 'none';
  function become(next: StaffCodeStage): void {
    stage = next;
    onChange();
  }
  async function keep(code: string): Promise<'done' | 'store-failed'> {
    const kept = store.keepCode(await pins.hash(code));
    if (kept.ok) log.event('staff-code-changed');
    else log.event(kept.error.kind, { detail: kept.error.detail });
    become(kept.ok ? 'kept' : 'not-kept');
    return kept.ok ? 'done' : 'store-failed';
  }
  return {
    state() {
      const kept = store.code();
      const isSet = kept.ok && kept.value !== null;
      return { staffCode: isAllowed ? (isSet ? 'set' : 'none') : 'not-allowed', stage };
    },
    choose(code, ended) {
      if (stage === 'checking') return;
      if (isEasyPin(code)) {
        become('easy');
        ended('easy');
        return;
      }
      become('checking');
      void keep(code).then(ended);
    },
    forget() {
      const forgotten = store.forgetCode();
      if (!forgotten.ok) return forgotten;
      log.event('staff-code-changed');
      become('forgotten');
      return succeed(null);
    },
    leave() {
      if (stage !== 'checking') stage = 'none';
    },
  };
}
