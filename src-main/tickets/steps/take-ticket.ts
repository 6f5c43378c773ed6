import type { RequestId, ServiceId, TicketId } from '../../contract/shared/ids.ts';
import type { TicketLanguage } from '../../contract/shared/languages.ts';
import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import type { Service } from '../../contract/shared/services.ts';
import type { VisitType } from '../../contract/shared/visit-type.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { Office } from '../../office/steps/office.ts';
import type { Refusal, TicketRecord } from '../../session/contract/kiosk-api.ts';
import type { LineNumber, TicketOrder, TicketStore } from '../ports/store.ts';

export interface TicketCommand
  extends Pick<TicketOrder, 'attention' | 'appointment' | 'checkIn' | 'codeHashes' | 'replaces' | 'largePrint'> {
  requestId: RequestId;
  serviceId: ServiceId;
  visitType: VisitType;
  language: TicketLanguage;
  /**
   * True to skip the check of `closureOf`, for opening hours, pauses and daily limit: an appointment is served at its own time, and no desk
   * calls a sample ticket.
   */
  whateverHour?: boolean;
}

export type SessionTicket = Pick<
  TicketRecord,
  'ticketId' | 'label' | 'serviceId' | 'visitType' | 'followToken' | 'appointment' | 'asked' | 'acknowledged'
>;

/** Functions that make ids and tokens which no attacker can guess. */
export interface TicketIds {
  newTicketId: () => TicketId;
  newFollowToken: () => string;
}

/**
 * Whether a service's tickets have a code to follow the turn by phone. Sensitive services have none, because the code leads to a public
 * page.
 */
export const isFollowed = ({ ticket }: OfficeProfile, { sensitive }: Service): boolean =>
  ticket.followPage !== undefined && !sensitive;

/** `repeated`: this request already had its ticket, which is returned again. */
export type Taken = { ticket: TicketRecord; repeated: boolean };

/**
 * Issues one ticket for each request. A repeated `requestId` returns the same ticket, even outside opening hours; with another service or
 * visit type it is refused as `request-reused`. A new ticket needs an open service, except with `whateverHour`, and a touch from the
 * current screen (`isStale`: the touch came from an earlier one). `given` returns the number that a sibling kiosk has issued for the
 * series, if there is one. On success the number is on disk.
 */
export function takeTicket(
  store: TicketStore,
  office: Office,
  { newTicketId, newFollowToken }: TicketIds,
  command: TicketCommand,
  { isStale = false, given = () => null }: { isStale?: boolean; given?: (series: string) => LineNumber | null } = {},
): Result<Taken, Refusal> {
  const earlier = store.findByRequest(command.requestId);
  if (!earlier.ok) return earlier;
  if (earlier.value) {
    const same = earlier.value.serviceId === command.serviceId && earlier.value.visitType === command.visitType;
    return same ? succeed({ ticket: earlier.value, repeated: true }) : refuse({ kind: 'request-reused' });
  }
  if (isStale) return refuse({ kind: 'stale-command' });
  const service = office.service(command.serviceId, command.visitType);
  if (!service) return refuse({ kind: 'unknown-service', detail: `${command.serviceId} (${command.visitType})` });
  const { whateverHour = false, ...order } = command;
  if (!whateverHour && office.closureOf(service, command.visitType) !== null)
    return refuse({ kind: 'service-closed', detail: command.serviceId });
  const line = given(service.series);
  const issued = store.issue({
    ...(line === null ? {} : { given: line }),
    ticketId: newTicketId(),
    ...order,
    series: service.series,
    followToken: isFollowed(office.profile, service) ? newFollowToken() : null,
  });
  return issued.ok ? succeed({ ticket: issued.value, repeated: false }) : issued;
}
