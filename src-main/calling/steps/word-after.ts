import type { Face } from '../../domain/faces.ts';
import { isPublicTurn } from '../../domain/public-rows.ts';
import { type Result, refuse } from '../../domain/result.ts';
import type { Office } from '../../office/steps/office.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { LifeBook } from '../ports/life-book.ts';
import { type DeskDay, servicesOf, standingEvents } from './desk-day.ts';

/** The kiosk's first screen asks for an opinion for this long after a visit has ended. */
export const ASKED_FOR_MS = 4 * 60_000;

export interface WordAfterParts {
  day: DeskDay;
  lives: Pick<LifeBook, 'countWord' | 'sendWords'>;
  office: Office;
  clock: Clock;
  log: Log;
}

export interface WordAfter {
  isAsked(): boolean;
  /** Counts an answer. `not-asked`: the kiosk does not ask now, or each recent visit already has its answer. */
  answer(face: Face): Result<null, StoreFailure | { kind: 'not-asked' }>;
  look(): void;
}

export const NO_WORD: WordAfter = { isAsked: () => false, answer: () => refuse({ kind: 'not-asked' }), look: () => {} };

/**
 * Each visit that a desk ended in the last minutes (`ASKED_FOR_MS`) allows one answer, so a single person cannot answer for a whole day. An
 * answer is linked to no visit: only its time is kept, in memory, and only for these minutes. No question follows the visits of a sensitive
 * service or office.
 */
export function createWordAfter({ day, lives, office, clock, log }: WordAfterParts): WordAfter {
  let answeredMs: readonly number[] = [];

  function isAsked(): boolean {
    const { profile } = office;
    const read = profile.wordAtKiosk === true && !profile.sensitive ? day.read() : null;
    if (read?.ok !== true) return false;
    const nowMs = clock.wallMs();
    const isRecent = (atMs: number): boolean => Math.abs(nowMs - atMs) < ASKED_FOR_MS;
    const ended = [...read.value.values()].filter((living) => {
      const last = living.life.state === 'served' ? standingEvents(living).at(-1) : undefined;
      return last?.act.kind === 'finish' && isRecent(last.atMs) && isPublicTurn(profile, servicesOf(living));
    });
    return ended.length > answeredMs.filter(isRecent).length;
  }
  return {
    isAsked,
    answer(face) {
      if (!isAsked()) return refuse({ kind: 'not-asked' });
      const counted = lives.countWord(face);
      const nowMs = clock.wallMs();
      if (counted.ok) answeredMs = [...answeredMs.filter((atMs) => Math.abs(nowMs - atMs) < ASKED_FOR_MS), nowMs];
      return counted;
    },
    look() {
      const sent = lives.sendWords();
      if (!sent.ok) log.event(sent.error.kind, { detail: sent.error.detail });
    },
  };
}
