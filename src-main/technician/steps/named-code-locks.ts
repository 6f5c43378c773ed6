import { isNamedCode, secretOf, startsOf } from '../../domain/named-code.ts';
import { succeed } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { KeptCode, NamedCodeRules, NamedCodeStore } from '../ports/technician.ts';
import { createLock, type Lock } from './lock.ts';

/**
 * Wrong tries, of all codes together, before the kiosk waits, in addition to `FREE_FAILURES`: one person's errors must not stop another
 * person.
 */
const FREE_AT_KIOSK = 8;
/**
 * Longest wait of the lock that all codes of the kiosk share. The lock of each code stops an attacker; the shared lock only slows attacks
 * down, because a longer wait would lock every technician out.
 */
const LONGEST_AT_KIOSK_MS = 30_000;

export interface NamedCodeLocks {
  /**
   * Whether the typed digits are taken for a named person's code: there are ten, and the kiosk stores any such code, even an expired code.
   */
  reads(typed: string): boolean;
  takesCode(): boolean;
  /** Whether a technician's code has arrived since the PIN was last deleted. */
  isPinClosed(): boolean;
  /** Milliseconds until any code can be tried; 0: now. */
  waitMs(): number;
  /**
   * Tries the typed digits. `code`: the valid code with the same first digits; `null`: none. `code-waits`: this code must wait after too
   * many wrong tries.
   */
  try(typed: string): Promise<{ result: 'right' | 'wrong' | 'not-kept' | 'code-waits'; code: KeptCode | null }>;
  holds(codeId: string): boolean;
}

interface NamedCodeLocksParts {
  store: NamedCodeStore;
  rules: NamedCodeRules;
  /** Whether codes for staff open the staff's view; not every office has one. */
  allowsStaff: boolean;
  clock: Clock;
  log: Log;
}

/**
 * The locks of named persons' codes: a lock for each code, so that wrong guesses block only that code, and a lock that all codes share.
 * Wrong codes do not count for the PIN. Codes expire by themselves, even if the centre does not answer.
 */
export function createNamedCodeLocks({ store, rules, allowsStaff, clock, log }: NamedCodeLocksParts): NamedCodeLocks {
  const locks = new Map<string, Lock>();
  let tried: KeptCode | null = null;
  const kioskLock = createLock(
    {
      read() {
        const kept = store.kiosk();
        return kept.ok ? succeed({ hash: '', failures: kept.value.failures }) : kept;
      },
      countTry: () => store.countKioskTry(),
      forgetTries: () => store.forgetKioskTries(),
    },
    { matches: async (typed) => tried !== null && (await lockOf(tried).try(secretOf(typed))) === 'right' },
    clock,
    log,
    { freeTries: FREE_AT_KIOSK, longestMs: LONGEST_AT_KIOSK_MS },
  );

  function all(): readonly KeptCode[] {
    const kept = store.all();
    return kept.ok ? kept.value : [];
  }
  const isValid = ({ role, untilMs }: KeptCode): boolean =>
    untilMs > rules.nowMs() && (role === 'technician' || allowsStaff);

  function lockOf({ codeId }: KeptCode): Lock {
    const known = locks.get(codeId);
    if (known) return known;
    const read = () => {
      const kept = store.all();
      return kept.ok ? succeed(kept.value.find((code) => code.codeId === codeId) ?? null) : kept;
    };
    const count = { countTry: () => store.countTry(codeId), forgetTries: () => store.forgetTries(codeId) };
    const made = createLock({ read, ...count }, rules, clock, log);
    locks.set(codeId, made);
    return made;
  }
  // A lock with wrong tries in an earlier run begins its wait when the program starts.
  for (const code of all()) lockOf(code);

  return {
    reads: (typed) => isNamedCode(typed) && all().length > 0,
    takesCode: () => all().some(isValid),
    isPinClosed() {
      const kept = store.kiosk();
      return kept.ok && kept.value.isPinClosed;
    },
    waitMs: () => kioskLock.waitMs(),
    async try(typed) {
      const code = all().find(({ starts }) => starts === startsOf(typed)) ?? null;
      const valid = code !== null && isValid(code) ? code : null;
      if (valid !== null && lockOf(valid).waitMs() > 0) return { result: 'code-waits', code: valid };
      tried = valid;
      return { result: await kioskLock.try(typed), code: valid };
    },
    holds(codeId) {
      const kept = store.all();
      return !kept.ok || kept.value.some((code) => code.codeId === codeId && isValid(code));
    },
  };
}
