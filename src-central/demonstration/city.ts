import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PERSON_ROLES } from '../../src-main/contract/centre/people.ts';
import { OfficeId } from '../../src-main/contract/shared/ids.ts';

export const ZONE = 'Europe/Madrid';

const Play = z.enum(['well', 'no-paper', 'paper-low', 'silent', 'offline', 'clock-off', 'update-undone']);
export type Play = z.infer<typeof Play>;

const Service = z.strictObject({
  serviceId: z.string(),
  externalId: z.string(),
  series: z.string(),
  name: z.record(z.string(), z.string()),
  pictogram: z.string(),
});

const Office = z.strictObject({
  officeId: OfficeId,
  name: z.string(),
  address: z.string(),
  ownProfile: z.literal(true).optional(),
  /** True if a real kiosk may take the place of the office's first kiosk with `--live`. */
  live: z.literal(true).optional(),
  services: z.array(z.string()),
  kiosks: z.array(z.strictObject({ name: z.string(), plays: Play })).min(1),
  waiting: z.int().nonnegative(),
  /** A change proposed at the kiosk's screen that waits for a decision. `conflict`: the same part of the profile has changed since. */
  proposal: z.enum(['open', 'conflict']).optional(),
  paused: z.string().optional(),
});
export type InventedOffice = z.infer<typeof Office>;

const InventedCity = z.strictObject({
  authority: z.string(),
  municipality: z.string(),
  people: z.array(z.strictObject({ name: z.string(), role: z.enum(PERSON_ROLES) })).min(1),
  services: z.array(Service),
  offices: z.array(Office),
});
export type InventedCity = z.infer<typeof InventedCity>;

const CONFIG = join(import.meta.dirname, '..', '..', 'config');
const jsonIn = (...names: string[]): unknown => JSON.parse(readFileSync(join(CONFIG, ...names), 'utf8'));

export const readInventedCity = (): InventedCity => InventedCity.parse(jsonIn('demonstration', 'city.json'));

const DAY = [{ from: '08:30', to: '19:00' }];
const FRIDAY = [{ from: '08:30', to: '14:30' }];

export function profileOf(
  { authority: city, municipality, services }: InventedCity,
  { officeId, name, address, ownProfile, services: own }: InventedOffice,
): Record<string, unknown> {
  if (ownProfile) return jsonIn('offices', `${officeId}.json`) as Record<string, unknown>;
  return {
    officeId,
    externalId: officeId.toUpperCase(),
    name,
    city,
    municipality,
    address,
    zone: ZONE,
    calendarId: 'no-holidays',
    languages: ['ca', 'es', 'en'],
    services: services.filter(({ serviceId }) => own.includes(serviceId)),
    hours: { week: { mon: DAY, tue: DAY, wed: DAY, thu: DAY, fri: FRIDAY, sat: [], sun: [] } },
    ticket: { privacyPage: 'exemple.cat/privadesa' },
  };
}

const MORNING = [{ from: '09:00', to: '14:00', atOnce: 2 }];

export const planOf = (services: readonly { serviceId: string }[]) => ({
  step: 15,
  services: services.map(({ serviceId }) => ({ serviceId, minutes: 15 })),
  lines: [
    {
      lineId: 'taulells',
      services: services.map(({ serviceId }) => serviceId),
      deskId: null,
      exceptions: [],
      week: { mon: MORNING, tue: MORNING, wed: MORNING, thu: MORNING, fri: MORNING, sat: [], sun: [] },
    },
  ],
  ahead: { mostDays: 30, leastMinutes: 60 },
  shares: { walkIn: 25, sameDay: 0, telephone: 10, help: 5, unproven: 60, desk: 20 },
  mostOpen: 3,
  checksHolder: false,
});

export const servicesOf = (profile: Record<string, unknown>): { serviceId: string; series: string }[] =>
  z.array(z.object({ serviceId: z.string(), series: z.string() })).parse(profile.services);
