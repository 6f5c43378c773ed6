import ical, { ICalAlarmType, ICalCalendarMethod } from 'ical-generator';
import type { Booked } from '../booking/booking.ts';
import { listed, named, type Reader, say } from './reader.ts';

const DAY_S = 86_400;

/**
 * Writes a booking as a calendar file, with a reminder the day before while the booking is open. Times are in UTC, so the file needs no
 * table of clock changes.
 * @param link the address of the booking's page
 */
export function calendarFile(reader: Reader, booked: Booked, link: string): string {
  const { appointmentId, errands, start, end, officeName, address, locator, state } = booked;
  const names = errands.map(({ name }) => named(reader, name).text);
  const summary =
    names.length === 0 ? say(reader, 'heading') : say(reader, 'event', { service: listed(reader, names) });
  const calendar = ical({ method: ICalCalendarMethod.PUBLISH, prodId: '//Torn//Torn//CA' });
  const event = calendar.createEvent({
    id: appointmentId,
    start: new Date(start),
    end: new Date(end),
    stamp: new Date(reader.nowMs),
    summary: plain(summary),
    url: link,
    location: [officeName, ...(address === null ? [] : [address])].join(', '),
    description: plain([...(locator === null ? [] : [`${say(reader, 'code')}: ${locator}`]), link].join('\n')),
  });
  if (state === 'booked')
    event.createAlarm({ type: ICalAlarmType.display, trigger: DAY_S, description: plain(summary) });
  return calendar.toString();
}

/** Removes invisible characters that keep words together on a page. */
const plain = (text: string): string => text.replaceAll(/[\u2060\u2068\u2069]/g, '');
