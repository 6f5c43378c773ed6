import type { Language } from '../../contract/shared/languages.ts';
import { inLanguage } from '../../contract/shared/localized.ts';
import type { Service } from '../../contract/shared/services.ts';
import type { VisitType } from '../../contract/shared/visit-type.ts';
import { minuteOf } from '../../domain/opening-hours.ts';
import type { QueueState } from '../../domain/queue-state.ts';
import type { Office } from '../../office/steps/office.ts';
import type { Screen } from '../../session/contract/view-state.ts';
import type { PlaceOf } from '../../session/steps/session.ts';
import type { QueueStates } from '../ports/queue-state.ts';
import { type Reach, reachOf } from '../rules/waits.ts';

/** The screen warns of waits from this many minutes on, unless the profile sets its own limit. */
const ASKED_FROM_MINUTES = 60;

interface LongWait {
  queue: QueueState;
  reach: Reach;
  /** `HH:MM`; `null` if the service does not end today. */
  endsAt: string | null;
}

/**
 * Returns the warning that a citizen sees before a ticket is issued: the wait is long, or the service may end before the citizen's turn.
 * `null`: neither is so, the wait is unknown, or the ticket is for an appointment, which has a fixed time.
 */
export function longWaitFor(
  office: Office,
  queueStates: QueueStates,
  service: Service,
  visitType: VisitType,
): LongWait | null {
  const queue = visitType === 'walk-in' ? queueStates.ofService(service.serviceId) : null;
  if (queue === null || queue.minutes === null) return null;
  const endsAt = office.endOf(service);
  const left = endsAt === null ? null : minuteOf(endsAt) - minuteOf(office.now().time);
  const reach = reachOf(queue.minutes, left);
  const limit = office.profile.calling?.askFromMinutes ?? ASKED_FROM_MINUTES;
  return reach !== 'likely' || queue.minutes.from >= limit ? { queue, reach, endsAt } : null;
}

/**
 * Shows the current queue. If there is no reason to warn any more, the warning stays on screen with the queue for which it was given
 * (`known`).
 */
export function longWaitScreen(
  { serviceId, known, byKeyAtMs }: PlaceOf<'long-wait'>,
  language: Language,
  office: Office,
  queueStates: QueueStates,
): Screen {
  const service = office.service(serviceId, 'walk-in');
  const { queue, reach, endsAt } = (service && longWaitFor(office, queueStates, service, 'walk-in')) ?? known;
  const { next } = office.hours();
  const elsewhere = office.elsewhere();
  return {
    screen: 'long-wait',
    serviceId,
    service: service ? inLanguage(service.name, language) : serviceId,
    queue,
    reach,
    endsAt,
    next: next?.ranges[0] ? { date: next.date, time: next.ranges[0].from } : null,
    elsewhere: elsewhere && { name: elsewhere.name, address: elsewhere.address },
    phone: office.profile.phone ?? null,
    byKey: byKeyAtMs !== null,
  };
}
