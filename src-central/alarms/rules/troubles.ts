import { ALARM_KINDS, type AlarmKind } from '../../../src-main/contract/centre/alarms.ts';

/** A fault that lasts, or an event that happened once. */
export interface Trouble {
  kind: AlarmKind;
  /** A word of the event catalogue for the cause, such as the printer's condition. */
  cause: string;
  /** Identifies the trouble: the same trouble has the same subject at each look. */
  subject: string;
  officeId: string | null;
  /** `null`: the whole office, or the centre, has the trouble. */
  kioskId: string | null;
  sinceMs: number;
  /** True if the trouble counts as lasting at first sight, because its beginning is unknown. */
  isSteady?: true;
  /** True if the trouble opens an alarm at once, also outside opening hours. */
  isUrgent?: true;
  /** True if the trouble has not been observed for long enough to open an alarm; it keeps an open alarm. */
  isUncertain?: boolean;
}

/** Kinds of troubles that happen at one moment: they have no end, and no message about an end. */
export const MOMENTS: ReadonlySet<AlarmKind> = new Set<AlarmKind>([
  'revoked-kiosk-speaks',
  'fork',
  'number-clash',
  'emergency-sign-in',
]);

/** The order of kinds, the worst for citizens first. */
export const rankOf = (kind: AlarmKind): number => ALARM_KINDS.indexOf(kind);

/** Milliseconds without a request after which a kiosk is silent; with an open stream of wake-ups it asks every five minutes. */
const SILENT_AFTER_MS = 390_000;
/**
 * After this long every sibling that lost its line together with this kiosk is silent too, because the last request of each was at most
 * five minutes earlier. Before, it is not known whether one kiosk or the office is silent.
 */
const DECIDED_AFTER_MS = 720_000;

export interface KioskContact {
  kioskId: string;
  officeId: string;
  lastHeardMs: number;
}

/** The subject of the alarm of a silent office. */
export const silentOffice = (officeId: string): string => `office ${officeId}`;

/**
 * The troubles of silent kiosks. If all kiosks of an office are silent, they are one trouble until none is (`openOffices`), so that kiosks
 * that come back one after another end one alarm. `awakeMs`: the time since which the centre could hear them.
 */
export function silences(
  kiosks: readonly KioskContact[],
  { openOffices, awakeMs, nowMs }: { openOffices: ReadonlySet<string>; awakeMs: number; nowMs: number },
): Trouble[] {
  const isUncertain = nowMs - awakeMs < DECIDED_AFTER_MS;
  return [...Map.groupBy(kiosks, ({ officeId }) => officeId)].flatMap(([officeId, those]): Trouble[] => {
    const silent = those.filter(({ lastHeardMs }) => nowMs - lastHeardMs >= SILENT_AFTER_MS);
    if (silent.length === 0) return [];
    const common = { kind: 'silent', cause: 'kiosk-silent', officeId, isUncertain } as const;
    const isWhole = silent.length > 1 && silent.length === those.length;
    if (isWhole || openOffices.has(officeId)) {
      const sinceMs = Math.max(...silent.map(({ lastHeardMs }) => lastHeardMs));
      return [{ ...common, subject: silentOffice(officeId), kioskId: null, sinceMs }];
    }
    return silent
      .filter(({ lastHeardMs }) => those.length === 1 || nowMs - lastHeardMs >= DECIDED_AFTER_MS)
      .map(({ kioskId, lastHeardMs }) => ({ ...common, subject: kioskId, kioskId, sinceMs: lastHeardMs }));
  });
}
