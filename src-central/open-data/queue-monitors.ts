import { LEAST_SHOWN } from '../../src-main/contract/centre/figures.ts';
import { isOpenAt } from '../../src-main/domain/opening-hours.ts';
import { localDateTime, serviceDayOf } from '../../src-main/domain/service-day.ts';
import { instantOf } from '../clock.ts';
import { calendarOf } from '../configuration/calendars.ts';
import { SERVICE_PAUSES } from '../configuration/service-pauses.ts';
import type { Queries } from '../database/database.ts';
import { isFew } from '../figures/hide-few.ts';
import type { DayReader, FiguredOffice } from '../figures/kept-days.ts';

/** The vocabulary of the data model, and this program's own terms for values that the data model lacks. */
const CONTEXT = [
  'https://raw.githubusercontent.com/smart-data-models/dataModel.QueueManagement/master/context.jsonld',
  {
    waitHalf: 'urn:torn:waitHalf',
    waitNineOfTen: 'urn:torn:waitNineOfTen',
    ticketsToServeFewerThan: 'urn:torn:ticketsToServeFewerThan',
  },
] as const;

/**
 * Waits are rounded up to steps, because a program that reads every second could otherwise see each person's wait in the change of the
 * median.
 */
const WAIT_STEP_MINUTES = 5;
const LEAST_FOR_NINE_OF_TEN = 10;
const stepped = (minutes: number): number => Math.ceil(minutes / WAIT_STEP_MINUTES) * WAIT_STEP_MINUTES;

type Property = { type: 'Property'; value: string | number; observedAt?: string; unitCode?: string };

/**
 * The queues of these offices as NGSI-LD `QueueMonitor`, without sensitive services. Ticket numbers are left out, because a program could
 * count people one by one from them. A queue of one to four people is given as `ticketsToServeFewerThan` five.
 */
export async function queueMonitors(
  queries: Queries,
  reader: DayReader,
  offices: readonly FiguredOffice[],
  nowMs: number,
): Promise<Record<string, unknown>[]> {
  const monitors: Record<string, unknown>[] = [];
  const observedAt = instantOf(nowMs);
  for (const office of offices) {
    const { cityId, officeId, details } = office;
    const today = serviceDayOf(nowMs, details.zone);
    const figures = (await reader.daysOf(office, [today])).get(today);
    const paused = await queries.query<{ serviceId: string }>(SERVICE_PAUSES.now, [cityId, officeId, observedAt]);
    const at = localDateTime(nowMs, details.zone);
    for (const { serviceId, name, hours = details.hours, sensitive } of details.services) {
      if (sensitive) continue;
      const isOpen = hours === undefined || isOpenAt(hours, calendarOf(details.calendarId), at);
      const status = paused.some((one) => one.serviceId === serviceId) ? 'Suspended' : isOpen ? 'Open' : 'Closed';
      const waiting =
        figures?.waiting == null ? null : (figures.waiting.find((one) => one.serviceId === serviceId)?.people ?? 0);
      const wait = figures?.services.find((one) => one.serviceId === serviceId)?.wait ?? null;
      const property = (value: string | number, more: Partial<Property> = {}): Property => ({
        type: 'Property',
        value,
        ...more,
      });
      const minutes = { observedAt, unitCode: 'MIN' };
      monitors.push({
        id: `urn:ngsi-ld:QueueMonitor:${cityId}:${officeId}:${serviceId}`,
        type: 'QueueMonitor',
        dataProvider: property(details.city),
        officeName: property(details.name),
        serviceId: property(serviceId),
        serviceName: property(name?.ca ?? serviceId),
        serviceStatus: property(status, { observedAt }),
        ...(waiting === null
          ? {}
          : isFew(waiting)
            ? { ticketsToServeFewerThan: property(LEAST_SHOWN, { observedAt }) }
            : { ticketsToServe: property(waiting, { observedAt }) }),
        ...(wait === null || isFew(wait.people) ? {} : { waitHalf: property(stepped(wait.half), minutes) }),
        ...(wait === null || wait.people < LEAST_FOR_NINE_OF_TEN
          ? {}
          : { waitNineOfTen: property(stepped(wait.nineOfTen), minutes) }),
        '@context': CONTEXT,
      });
    }
  }
  return monitors;
}
