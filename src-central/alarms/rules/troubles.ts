import { ALARM_KINDS, type AlarmKind } from '../../../src-main/contract/centre/alarms.ts';

export interface Trouble {
  kind: AlarmKind;
  /** A name from the event catalogue, such as the name of a printer's condition (`paper-out`). */
  cause: string;
  /** An identifier of the trouble. The same trouble has the same subject at each look. */
  subject: string;
  officeId: string | null;
  /** `null`: the trouble concerns the whole office or the centre. */
  kioskId: string | null;
  sinceMs: number;
  /**
   * True if the trouble opens an alarm without having to last for the rule's minutes first, because its beginning is unknown or does not
   * matter.
   */
  isSteady?: true;
  /** True if the trouble opens an alarm at once, also while the office is closed. */
  isUrgent?: true;
  /** True if the trouble was not observed for long enough. It opens no alarm, but keeps an alarm that is already open. */
  isUncertain?: boolean;
}

/** Troubles that happen at one moment. They have no end, so no message reports an end. */
export const MOMENTS: ReadonlySet<AlarmKind> = new Set<AlarmKind>([
  'revoked-kiosk-speaks',
  'fork',
  'number-clash',
  'emergency-sign-in',
]);

/** Returns the rank of a kind; 0 is the worst for citizens. */
export const rankOf = (kind: AlarmKind): number => ALARM_KINDS.indexOf(kind);

/**
 * After this long without a request a kiosk is silent. A kiosk with an open stream of wake-ups still sends a request every five minutes.
 */
const SILENT_AFTER_MS = 390_000;
/**
 * After this long it is certain whether one kiosk or its whole office is silent: kiosks that lose the network together fall silent up to
 * five minutes apart, because each sends a request every five minutes.
 */
const DECIDED_AFTER_MS = 720_000;

export interface KioskContact {
  kioskId: string;
  officeId: string;
  lastHeardMs: number;
}

export const silentOffice = (officeId: string): string => `office ${officeId}`;

/**
 * Finds silent kiosks. If all kiosks of an office with several kiosks are silent, their silence is one trouble of the office. It remains
 * one trouble until none of these kiosks is silent (`openOffices`: the offices with this alarm), so that kiosks that come back one after
 * another end one alarm. `awakeMs`: the time since which the centre could hear kiosks.
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
