import type { ServiceId } from '../../contract/shared/ids.ts';
import type { TicketLanguage } from '../../contract/shared/languages.ts';
import type { Result } from '../../domain/result.ts';

/** `offline`: the centre does not answer, or the kiosk has none. `slow`: it has not answered in time, or asks to wait. */
export type NoHours = 'offline' | 'slow';

export interface HoursAsked {
  /** `kiosk`: a citizen at the screen. `desk`: a clerk, for the citizen whom they speak with. */
  readonly door: 'kiosk' | 'desk';
  /** Without it the answer has no hours. */
  readonly errand?: ServiceId;
  /** The first day, `YYYY-MM-DD`; default: today. */
  readonly from?: string;
  /** A specialist's own hours. */
  readonly deskId?: string;
}

export interface HourToHold extends HoursAsked {
  readonly errand: ServiceId;
  /** RFC 3339 in UTC. */
  readonly start: string;
  readonly language: TicketLanguage;
}

/** What the office may give: the first days with free hours, earliest first. */
export interface HoursToGive {
  readonly services: readonly { readonly serviceId: ServiceId; readonly minutes: number }[];
  readonly desks: readonly { readonly deskId: string; readonly services: readonly string[] }[];
  readonly days: readonly { readonly day: string; readonly starts: readonly string[] }[];
}

export interface BookedHour {
  readonly start: string;
  readonly locator: string;
  /** The text of the QR code that the kiosk reads. */
  readonly qr: string;
}

/** The hours of this office at the centre. Each question is answered within seconds, if only by `slow`. Never rejects. */
export interface OfficeHours {
  ask(asked: HoursAsked): Promise<Result<HoursToGive, { kind: NoHours }>>;
  /** Keeps an hour for ten minutes. An answer that comes too late is given back. */
  hold(hour: HourToHold): Promise<Result<{ hold: string }, { kind: NoHours | 'gone' }>>;
  /** Books a held hour. Repeated after `slow` or `offline`, it books no second one. */
  confirm(hold: string): Promise<Result<BookedHour, { kind: NoHours | 'gone' }>>;
  /** Gives an hour back, also one whose confirmation was never answered; until the centre has heard it, and while the kiosk runs. */
  release(hold: string): void;
}
