import { join } from 'node:path';
import { readDocument } from '../../src-main/configuration/document.ts';
import { loadCalendar } from '../../src-main/configuration/load.ts';
import type { LocalizedText } from '../../src-main/contract/shared/localized-text.ts';
import { OfficeProfile } from '../../src-main/contract/shared/office-profile.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import type { TwinOffice } from './office-day.ts';
import { TwinProfile } from './twin-profile.ts';

export interface TwinFault {
  kind: 'twin-invalid';
  /** An explanation: the file, and each problem with its place in the file. */
  detail: string;
}

export interface ReadTwin {
  readonly source: LocalizedText;
  readonly offices: readonly TwinOffice[];
}

/** Reads a twin profile and the configuration of its offices. `only` is the id of the one office to read. */
export function readTwin(from: {
  file: string;
  configDir: string;
  only?: string | undefined;
}): Result<ReadTwin, TwinFault> {
  const twin = readDocument(from.file, TwinProfile);
  if (!twin.ok) return wrong(twin.error.detail);
  const parts = twin.value.offices.filter(({ officeId }) => from.only === undefined || officeId === from.only);
  if (parts.length === 0) return wrong(`${from.file}: there is no office ${from.only}`);
  const offices: TwinOffice[] = [];
  for (const part of parts) {
    const profile =
      part.office === undefined
        ? readDocument(join(from.configDir, 'offices', `${part.officeId}.json`), OfficeProfile)
        : succeed(part.office);
    if (!profile.ok) return wrong(profile.error.detail);
    const unknown = part.services.find(
      ({ serviceId }) => !profile.value.services.some((service) => service.serviceId === serviceId),
    );
    if (unknown !== undefined) return wrong(`${from.file}: ${part.officeId} has no service ${unknown.serviceId}`);
    const calendar = loadCalendar({ calendarId: profile.value.calendarId, configDir: from.configDir });
    if (!calendar.ok) return wrong(calendar.error.detail);
    offices.push({ part, profile: profile.value, calendar: calendar.value });
  }
  return succeed({ source: twin.value.source, offices });
}

const wrong = (detail: string) => refuse({ kind: 'twin-invalid' as const, detail });
