import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { HolidayCalendar } from '../contract/shared/holiday-calendar.ts';
import type { OfficeProfile } from '../contract/shared/office-profile.ts';
import type { Result } from '../domain/result.ts';
import type { CarriedFile } from '../office/contract/office-file.ts';
import type { TicketTemplate } from '../tickets/contract/ticket-template.ts';
import { type DocumentFault, parseDocument, readDocument, type Schema } from './document.ts';

/** Files that came with an imported office. A file in `configDir` with the same id takes precedence. */
export type Carried = readonly CarriedFile[];

const FOLDERS = { calendar: 'calendars', template: 'tickets' } as const;

/** Reads a document that a profile names: from `configDir`, else from the files that came with the office. */
export function readNamed<T>(
  { kind, id }: { kind: keyof typeof FOLDERS; id: string },
  schema: Schema<T>,
  { configDir, carried }: { configDir: string; carried: Carried },
): Result<T, DocumentFault> {
  const file = join(configDir, FOLDERS[kind], `${id}.json`);
  const brought = carried.find((one) => one.kind === kind && one.id === id);
  return brought === undefined || existsSync(file)
    ? readDocument(file, schema)
    : parseDocument(brought.text, `${kind} ${id}, brought along`, schema);
}

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const [WIDTH_AT, HEIGHT_AT, HEAD_BYTES] = [16, 20, 24];
const [MOST_WIDE, MOST_HIGH] = [384, 192];

/** Reads a logo that came with an office; `null` if there is none, or if it is not a PNG that fits a ticket. */
export function readCarriedLogo(id: string, carried: Carried): Uint8Array | null {
  const brought = carried.find((one) => one.kind === 'logo' && one.id === id);
  if (brought === undefined) return null;
  const bytes = Buffer.from(brought.text, 'base64');
  if (bytes.length < HEAD_BYTES || !bytes.subarray(0, PNG.length).equals(PNG)) return null;
  const fits = bytes.readUInt32BE(WIDTH_AT) <= MOST_WIDE && bytes.readUInt32BE(HEIGHT_AT) <= MOST_HIGH;
  return fits ? new Uint8Array(bytes) : null;
}

/**
 * Collects the files that an office needs besides its profile, for a kiosk that lacks them. Profiles of nearby offices are not collected,
 * because the kiosk runs without them.
 */
export function carriedOf({
  profile,
  calendar,
  template,
  logo,
}: {
  profile: OfficeProfile;
  calendar: HolidayCalendar;
  template: TicketTemplate;
  logo: Uint8Array | null;
}): CarriedFile[] {
  const { template: templateId, logo: logoId } = profile.ticket;
  return [
    { kind: 'calendar', id: profile.calendarId, text: JSON.stringify(calendar) },
    { kind: 'template', id: templateId, text: JSON.stringify(template) },
    ...(logo === null || logoId === undefined
      ? []
      : [{ kind: 'logo' as const, id: logoId, text: Buffer.from(logo).toString('base64') }]),
  ];
}

export function namedBy({ calendarId, ticket }: OfficeProfile, carried: Carried): CarriedFile[] {
  const named = { calendar: calendarId, template: ticket.template, logo: ticket.logo };
  return (['calendar', 'template', 'logo'] as const).flatMap((kind) => {
    const found = carried.find((one) => one.kind === kind && one.id === named[kind]);
    return found === undefined ? [] : [found];
  });
}
