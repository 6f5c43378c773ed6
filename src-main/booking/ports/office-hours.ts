import type { ServiceId } from '../../contract/shared/ids.ts';
import type { TicketLanguage } from '../../contract/shared/languages.ts';
import type { Result } from '../../domain/result.ts';

/** `offline`: the centre does not answer, or the kiosk has no centre. `slow`: the centre has not answered in time, or asks to wait. */
export type NoHours = 'offline' | 'slow';

export interface HoursAsked {
  /** `kiosk`: a citizen asks at the screen. `desk`: a clerk asks for the citizen at the desk. */
  readonly door: 'kiosk' | 'desk';
  /** The service; if it is absent, the answer lists services and desks but no appointment times. */
  readonly errand?: ServiceId;
  /** The first day, `YYYY-MM-DD`; default: today. */
  readonly from?: string;
  /** The desk of the specialist whose free appointment times are asked for; absent: times at any desk. */
  readonly deskId?: string;
}

export interface HourToHold extends HoursAsked {
  readonly errand: ServiceId;
  /** Beginning of the appointment, RFC 3339 in UTC. */
  readonly start: string;
  readonly language: TicketLanguage;
  /**
   * The secret of the reservation (hold), made by the caller (`ownSecret`); a repeated request with the same secret gets the same hold. If
   * `hold` is absent, or the centre runs an earlier release, the centre makes the secret. A caller that made the secret must release the
   * appointment time itself after the answer `slow`, because the centre may still reserve it.
   */
  readonly hold?: string;
}

/** The centre's answer to `HoursAsked`. `days`: the first days with free appointment times, the earliest first. */
export interface HoursToGive {
  readonly services: readonly { readonly serviceId: ServiceId; readonly minutes: number }[];
  readonly desks: readonly { readonly deskId: string; readonly services: readonly string[] }[];
  readonly days: readonly { readonly day: string; readonly starts: readonly string[] }[];
}

export interface BookedHour {
  readonly start: string;
  readonly locator: string;
  readonly qr: string;
}

/**
 * Books appointments of this office at the centre. Each request is answered within seconds; the answer is `slow` if the centre needs
 * longer. Never rejects.
 */
export interface OfficeHours {
  ask(asked: HoursAsked): Promise<Result<HoursToGive, { kind: NoHours }>>;
  /**
   * Reserves an appointment time for ten minutes. If the centre grants it only after the answer `slow`, this port gives the time back,
   * unless the caller made the secret of the hold (`HourToHold.hold`).
   */
  hold(hour: HourToHold): Promise<Result<{ hold: string }, { kind: NoHours | 'gone' }>>;
  /** Books a reserved appointment time. A repeated call after `slow` or `offline` books no second appointment. */
  confirm(hold: string): Promise<Result<BookedHour, { kind: NoHours | 'gone' }>>;
  /**
   * Gives an appointment time back, even if the centre never answered its confirmation. While the program runs, the request is repeated
   * until the centre answers.
   */
  release(hold: string): void;
}
