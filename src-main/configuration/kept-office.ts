import { z } from 'zod';
import { HolidayCalendar } from '../contract/shared/holiday-calendar.ts';
import { OfficeProfile } from '../contract/shared/office-profile.ts';
import { TicketTemplate } from '../tickets/contract/ticket-template.ts';
import type { LoadedOffice } from './load.ts';

const Office = z.strictObject({ profile: OfficeProfile, calendar: HolidayCalendar });

/** A loaded office with the content of all files that its profile names, so that it can be used without configuration files. */
const KeptOffice = z.strictObject({
  ...Office.shape,
  template: TicketTemplate,
  logo: z.base64().nullable(),
  nearby: z.array(Office),
  leftOut: z.array(z.string()),
});

export function writeKeptOffice({ logo, ...office }: LoadedOffice): string {
  return JSON.stringify({ ...office, logo: logo === null ? null : Buffer.from(logo).toString('base64') });
}

/**
 * Reads a kept office; `null` if the text is no valid office, for example because a newer program wrote it. Throws SyntaxError if the text
 * is not JSON.
 */
export function readKeptOffice(json: string): LoadedOffice | null {
  const kept = KeptOffice.safeParse(JSON.parse(json));
  if (!kept.success) return null;
  const { logo, ...office } = kept.data;
  return { ...office, logo: logo === null ? null : new Uint8Array(Buffer.from(logo, 'base64')) };
}
