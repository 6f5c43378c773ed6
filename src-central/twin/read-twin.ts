import { join } from 'node:path';
import { type DocumentFault, readDocument } from '../../src-main/configuration/document.ts';
import { loadCalendar } from '../../src-main/configuration/load.ts';
import { OfficeProfile } from '../../src-main/contract/shared/office-profile.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import type { TwinOffice } from './office-day.ts';
import { TwinProfile } from './twin-profile.ts';

export interface ReadTwin {
  readonly source: string;
  readonly offices: readonly TwinOffice[];
}

/** Reads a profile of `config/twin` with the offices and calendars that it names. `only`: one of its offices. */
export function readTwin(from: {
  file: string;
  configDir: string;
  only?: string | undefined;
}): Result<ReadTwin, Pick<DocumentFault, 'detail'>> {
  const twin = readDocument(from.file, TwinProfile);
  if (!twin.ok) return twin;
  const parts = twin.value.offices.filter(({ officeId }) => from.only === undefined || officeId === from.only);
  if (parts.length === 0) return refuse({ detail: `${from.file}: there is no office ${from.only}` });
  const offices: TwinOffice[] = [];
  for (const part of parts) {
    const profile =
      part.office === undefined
        ? readDocument(join(from.configDir, 'offices', `${part.officeId}.json`), OfficeProfile)
        : succeed(part.office);
    if (!profile.ok) return profile;
    const unknown = part.services.find(
      ({ serviceId }) => !profile.value.services.some((service) => service.serviceId === serviceId),
    );
    if (unknown !== undefined)
      return refuse({ detail: `${from.file}: ${part.officeId} has no service ${unknown.serviceId}` });
    const calendar = loadCalendar({ calendarId: profile.value.calendarId, configDir: from.configDir });
    if (!calendar.ok) return calendar;
    offices.push({ part, profile: profile.value, calendar: calendar.value });
  }
  return succeed({ source: twin.value.source, offices });
}
