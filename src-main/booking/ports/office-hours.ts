import type { ServiceId } from '../../contract/shared/ids.ts';
import type { TicketLanguage } from '../../contract/shared/languages.ts';
import type { Result } from '../../domain/result.ts';

/** `offline`: the centre does not answer, or the kiosk has no centre. `slow`: the centre has not answered in time, or asks to wait. */
export type NoHours = 'offline' | 'slow';

export interface HoursAsked {
  /** `kiosk`: a citizen asks at the screen. `desk`: a clerk asks for the citizen at the desk. */
  readonly door: 'kiosk' | 'desk';
  /** The service; if it is absent, the answer lists services and desks but no hours. */
  readonly errand?: ServiceId;
  /** The first day, `YYYY-MM-DD`; default: today. */
  readonly from?: string;
  /** The desk of the specialist whose hours are asked for; absent: hours at any desk. */
  readonly deskId?: string;
}

export interface HourToHold extends HoursAsked {
  readonly errand: ServiceId;
  /** Beginning of the hour, RFC 3339 in UTC. */
  readonly start: string;
  readonly language: TicketLanguage;
  /**
   * The secret by which the hour is held, made by the caller; a repeated request with the same secret gets the same hold. Without it, or at
   * a centre of an earlier release, the centre makes the secret. A caller with a secret must release the hour itself after the answer
   * `slow`, because the centre may still grant it.
   */
  readonly hold?: string;
}

/** The first days with free hours, earliest first. */
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
 * Books hours of this office at the centre. Each request is answered within seconds; the answer is `slow` if the centre needs longer. Never
 * rejects.
 */
export interface OfficeHours {
  ask(asked: HoursAsked): Promise<Result<HoursToGive, { kind: NoHours }>>;
  /**
   * Keeps an hour for ten minutes. If the centre grants it only after the answer `slow`, this port gives the hour back, unless the hold has
   * the secret of the caller (`HourToHold.hold`).
   */
  hold(hour: HourToHold): Promise<Result<{ hold: string }, { kind: NoHours | 'gone' }>>;
  /** Books a held hour. A repeated call after `slow` or `offline` books no second hour. */
  confirm(hold: string): Promise<Result<BookedHour, { kind: NoHours | 'gone' }>>;
  /**
   * Gives an hour back, even if its confirmation was never answered. While the program runs, the request is repeated until the centre
   * answers.
   */
  release(hold: string): void;
}
