import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { AlarmSaid } from '../contract/kiosks.ts';
import type { LifeBook } from '../ports/life-book.ts';

/** An ended alarm is shown for this long, so that its clerk and the colleagues who came can read who ended it. */
const ENDED_SHOWN_MS = 5 * 60_000;
/** An open alarm is shown for this long. */
const SHOWN_MS = 12 * 3_600_000;

export type AlarmBook = Pick<LifeBook, 'alarms' | 'endAlarm'>;

export function alarmsNow(lives: AlarmBook, clock: Clock): Result<readonly AlarmSaid[], StoreFailure> {
  const all = lives.alarms();
  if (!all.ok) return all;
  const nowMs = clock.wallMs();
  return succeed(
    all.value
      .filter(({ atMs, end }) => nowMs - atMs < SHOWN_MS && (end === null || nowMs - end.atMs < ENDED_SHOWN_MS))
      .toReversed(),
  );
}

/** Ends an alarm; a repeated end succeeds and changes nothing. `by`: the desk; `null`: the staff's view. */
export function endAlarm(
  lives: AlarmBook,
  alarmId: string,
  by: string | null,
): Result<null, StoreFailure | { kind: 'unknown-alarm' }> {
  const all = lives.alarms();
  if (!all.ok) return all;
  return all.value.some((alarm) => alarm.alarmId === alarmId)
    ? lives.endAlarm(alarmId, by)
    : refuse({ kind: 'unknown-alarm' });
}
