import type { AlarmRule, AlarmRules } from '../../../src-main/contract/centre/alarms.ts';
import { localDateTime } from '../../../src-main/domain/service-day.ts';
import { MOMENTS, silentOffice, type Trouble } from './troubles.ts';

export interface OpenAlarm {
  alarmId: string;
  ruleId: string;
  kind: string;
  subject: string;
  officeId: string | null;
  kioskId: string | null;
}

/** Returns the time at which an office's present opening began. `null`: it is closed now. `undefined`: its hours are unknown. */
export type OpenSince = (officeId: string) => number | null | undefined;

export interface AlarmPlan {
  open: readonly (Trouble & { ruleId: string })[];
  /** Ids of alarms whose trouble is over. A message reports the end if an earlier message reported the beginning. */
  end: readonly string[];
  /** Ids of alarms that end without a message, because the alarm of the whole office replaces them or no rule covers them any more. */
  drop: readonly string[];
}

const covers = ({ kinds, offices }: AlarmRule, { kind, officeId }: Pick<Trouble, 'kind' | 'officeId'>): boolean =>
  kinds.includes(kind) && (offices === null || officeId === null || offices.some((one) => one === officeId));

const MINUTE_MS = 60_000;

function hasLasted(rule: AlarmRule, trouble: Trouble, openSince: OpenSince, nowMs: number): boolean {
  if (MOMENTS.has(trouble.kind) || trouble.isUrgent) return true;
  if (trouble.isUncertain === true) return false;
  const opening = rule.counts === 'always' || trouble.officeId === null ? undefined : openSince(trouble.officeId);
  if (opening === null) return false;
  if (trouble.isSteady) return true;
  const fromMs = Math.max(trouble.sinceMs, opening ?? trouble.sinceMs);
  return nowMs - fromMs >= rule.afterMinutes * MINUTE_MS;
}

/**
 * Compares the present troubles with the open alarms and returns which alarms to open and end. The caller must pass a trouble of a kind in
 * `MOMENTS` only once, because each becomes an alarm.
 */
export function planAlarms(
  { rules }: Pick<AlarmRules, 'rules'>,
  troubles: readonly Trouble[],
  alarms: readonly OpenAlarm[],
  openSince: OpenSince,
  nowMs: number,
): AlarmPlan {
  const nameOf = (ruleId: string, { kind, subject }: Pick<OpenAlarm, 'kind' | 'subject'>): string =>
    JSON.stringify([ruleId, kind, subject]);
  const known = new Set(alarms.map((alarm) => nameOf(alarm.ruleId, alarm)));
  const lasting = rules.map((rule) => ({ rule, those: troubles.filter((trouble) => covers(rule, trouble)) }));
  const open = lasting.flatMap(({ rule, those }) =>
    those
      .filter((trouble) => !known.has(nameOf(rule.ruleId, trouble)) && hasLasted(rule, trouble, openSince, nowMs))
      .map((trouble) => ({ ...trouble, ruleId: rule.ruleId })),
  );
  const current = new Set(lasting.flatMap(({ rule, those }) => those.map((trouble) => nameOf(rule.ruleId, trouble))));
  const ruled = new Set(
    alarms
      .filter((alarm) =>
        rules.some(
          (rule) =>
            rule.ruleId === alarm.ruleId &&
            covers(rule, { kind: alarm.kind as Trouble['kind'], officeId: alarm.officeId }),
        ),
      )
      .map(({ alarmId }) => alarmId),
  );
  /**
   * The names of all alarms that are open or about to be opened. With these names `isOfWhole` finds out whether the whole office of a
   * silent kiosk has an alarm.
   */
  const wholeOffices = new Set([...known, ...open.map((trouble) => nameOf(trouble.ruleId, trouble))]);
  const isOfWhole = ({ ruleId, kind, officeId, kioskId }: OpenAlarm, names: ReadonlySet<string>): boolean =>
    kind === 'silent' &&
    kioskId !== null &&
    officeId !== null &&
    names.has(nameOf(ruleId, { kind, subject: silentOffice(officeId) }));
  const drop = alarms.filter((alarm) => !ruled.has(alarm.alarmId) || isOfWhole(alarm, wholeOffices));
  // If the whole office has fallen silent (`current`), a kiosk's alarm stays open until the alarm of the office replaces it.
  const end = alarms.filter(
    (alarm) => !drop.includes(alarm) && !isOfWhole(alarm, current) && !current.has(nameOf(alarm.ruleId, alarm)),
  );
  return { open, end: end.map(({ alarmId }) => alarmId), drop: drop.map(({ alarmId }) => alarmId) };
}

export function isWithinHours({ hours }: Pick<AlarmRule, 'hours'>, zone: string, nowMs: number): boolean {
  if (hours === null) return true;
  const { weekday, time } = localDateTime(nowMs, zone);
  return hours.days.some((day) => day === weekday) && hours.range.from <= time && time < hours.range.to;
}

const LONGEST_GAP_MINUTES = 15;
export const GAPS_COUNTED_MS = 3_600_000;

/**
 * Returns how long a rule waits after its last message, in ms. The first two messages in an hour are sent at once. Later messages wait
 * longer and longer, so that a rule sends at most eight messages an hour.
 */
export const gapMs = (inLastHour: number): number =>
  inLastHour < 2 ? 0 : Math.min(2 ** (inLastHour - 1), LONGEST_GAP_MINUTES) * MINUTE_MS;
