import { z } from 'zod';
import { BookingPlan } from '../../src-main/contract/centre/booking.ts';
import { LocalizedText } from '../../src-main/contract/shared/localized-text.ts';
import { OpeningHours } from '../../src-main/contract/shared/opening-hours.ts';
import { type OfficeDay, officeDay } from '../../src-main/domain/booking/office-day.ts';
import { localDateTime } from '../../src-main/domain/service-day.ts';
import { calendarOf } from '../configuration/calendars.ts';
import {
  CALENDAR_MEMBER,
  OFFICE_MEMBERS,
  PLACE_MEMBERS,
  POSITION_MEMBER,
  SERVICE_MEMBERS,
} from '../configuration/kept-members.ts';
import type { OfficePlace } from '../configuration/office-changes.ts';
import type { Queries } from '../database/database.ts';
import type { Centre } from '../replica-context.ts';

export const OFFICE_STATE = {
  plans: `SELECT version, effective_from AS "from" FROM booking_plan WHERE city_id = $1 AND office_id = $2
    ORDER BY effective_from DESC, version DESC`,
  plan: 'SELECT document FROM booking_plan WHERE city_id = $1 AND office_id = $2 AND version = $3::int',
  profiles: `SELECT version, effective_from AS "from" FROM profile_version WHERE city_id = $1 AND office_id = $2
    ORDER BY effective_from DESC, version DESC`,
  profile: 'SELECT document FROM profile_version WHERE city_id = $1 AND office_id = $2 AND version = $3::int',
  officesWithPlan: 'SELECT DISTINCT office_id AS "officeId" FROM booking_plan WHERE city_id = $1 ORDER BY office_id',
} as const;

/** The members of a profile that booking needs. No other member is read, because the version may be older than today's schema. */
const BookableProfile = z.object({
  ...OFFICE_MEMBERS,
  ...CALENDAR_MEMBER,
  ...PLACE_MEMBERS,
  ...POSITION_MEMBER,
  city: z.string(),
  hours: OpeningHours.optional().catch(undefined),
  services: z.array(
    z.object({
      ...SERVICE_MEMBERS,
      name: LocalizedText,
      hours: OpeningHours.optional().catch(undefined),
      documents: z.array(LocalizedText).default([]),
      checkInMinutes: z.object({ late: z.int() }).optional().catch(undefined),
    }),
  ),
  desks: z.array(z.object({ deskId: z.string(), name: LocalizedText })).default([]),
  checkIn: z.object({ minutes: z.object({ late: z.int().default(10) }).prefault({}) }).prefault({}),
});
export type BookableProfile = z.infer<typeof BookableProfile>;

interface Version {
  version: number;
  from: string;
}

/** The state of an office at one moment. Each day has the plan and the profile that are valid on it. */
export interface OfficeState {
  place: OfficePlace;
  profile: BookableProfile;
  nowMs: number;
  today: string;
  /** The opening hours and the plan of a day. `null`: no readable plan is valid on that day. */
  dayOf(date: string): OfficeDay | null;
  dateOf(instantMs: number): string;
  /**
   * Returns the office's state as if a draft plan were published. The draft is valid from day `from` until the next published version
   * begins.
   */
  drafted(plan: BookingPlan, from: string): OfficeState;
}

/** Reads an office's state; `null`: the office has no readable profile. Without a plan `dayOf` returns `null`. */
export type ReadOfficeState = (queries: Queries, place: OfficePlace, nowMs: number) => Promise<OfficeState | null>;

export type BookingContext = Pick<Centre, 'database' | 'clock' | 'keyring' | 'signingKey'> & {
  readOfficeState: ReadOfficeState;
};

/** Creates a reader of offices that caches versions of plans and profiles, because a version never changes. */
export function createOfficeStates(): ReadOfficeState {
  const plans = new Map<string, BookingPlan | null>();
  const profiles = new Map<string, BookableProfile | null>();
  const days = new Map<string, OfficeDay>();
  return async (queries, place, nowMs) => {
    const own = [place.cityId, place.officeId];
    const profileVersions = await queries.query<Version>(OFFICE_STATE.profiles, own);
    const newest = profileVersions.reduce((most, { version }) => Math.max(most, version), 0);
    const profile = await document(queries, place, newest, OFFICE_STATE.profile, profiles, readProfile);
    if (profile === null) return null;
    const today = localDateTime(nowMs, profile.zone).date;
    const planVersions = await queries.query<Version>(OFFICE_STATE.plans, own);
    // The state keeps its own references to plans and profiles, because the shared cache may be emptied while the state is in use.
    const ownProfiles = new Map<number, BookableProfile | null>();
    for (const { version } of current(profileVersions, today))
      ownProfiles.set(version, await document(queries, place, version, OFFICE_STATE.profile, profiles, readProfile));
    const ownPlans = new Map<number, BookingPlan | null>();
    for (const { version } of current(planVersions, today))
      ownPlans.set(version, await document(queries, place, version, OFFICE_STATE.plan, plans, readPlan));
    const dayWith = (plan: BookingPlan, office: BookableProfile, date: string): OfficeDay =>
      officeDay(plan, { ...office, zone: profile.zone, calendar: calendarOf(office.calendarId) }, date);

    const state: OfficeState = {
      place,
      profile,
      nowMs,
      today,
      drafted: (plan, from) => ({
        ...state,
        dayOf(date) {
          const hasNext = planVersions.some((one) => one.from > from && one.from <= date);
          if (date < from || hasNext) return state.dayOf(date);
          const office = ownProfiles.get(versionOn(profileVersions, date) ?? newest) ?? profile;
          return dayWith(plan, office, date);
        },
      }),
      dateOf: (instantMs) => localDateTime(instantMs, profile.zone).date,
      dayOf(date) {
        const planVersion = versionOn(planVersions, date);
        const plan = planVersion && (ownPlans.get(planVersion) ?? plans.get(keyOf(place, planVersion)));
        if (!plan) return null;
        const profileVersion = versionOn(profileVersions, date) ?? newest;
        const office = ownProfiles.get(profileVersion) ?? profiles.get(keyOf(place, profileVersion)) ?? profile;
        const key = `${keyOf(place, planVersion)}/${profileVersion}/${date}`;
        const known = days.get(key) ?? dayWith(plan, office, date);
        if (days.size > MOST_REMEMBERED) days.clear();
        days.set(key, known);
        return known;
      },
    };
    return state;
  };
}

const MOST_REMEMBERED = 4_000;

const keyOf = ({ cityId, officeId }: OfficePlace, version: number): string => `${cityId}/${officeId}/${version}`;

function current(versions: readonly Version[], today: string): Version[] {
  const inEffect = versions.find(({ from }) => from <= today);
  return versions.filter((one) => one.from > today || one === inEffect);
}

const versionOn = (versions: readonly Version[], date: string): number | null =>
  versions.find(({ from }) => from <= date)?.version ?? null;

async function document<T>(
  queries: Queries,
  place: OfficePlace,
  version: number,
  sql: string,
  known: Map<string, T | null>,
  read: (document: unknown) => T | null,
): Promise<T | null> {
  const key = keyOf(place, version);
  const before = known.get(key);
  if (before !== undefined) return before;
  const [row] = await queries.query<{ document: string }>(sql, [place.cityId, place.officeId, version]);
  if (row === undefined) return null;
  if (known.size > MOST_REMEMBERED) known.clear();
  const value = read(JSON.parse(row.document));
  known.set(key, value);
  return value;
}

const readProfile = (document: unknown): BookableProfile | null => BookableProfile.safeParse(document).data ?? null;
/** Reads a plan of appointment times without the members that only a newer release knows. */
function readPlan(document: unknown): BookingPlan | null {
  const read = BookingPlan.safeParse(document);
  if (read.success) return read.data;
  const known = structuredClone(document);
  for (const issue of read.error.issues) {
    if (issue.code !== 'unrecognized_keys') return null;
    const at = issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)[key], known);
    for (const key of issue.keys) delete (at as Record<string, unknown>)[key];
  }
  return BookingPlan.safeParse(known).data ?? null;
}

/** Returns how many minutes after its start an appointment may still check in. Kiosks use the same rule. */
export const lateMinutesOf = ({ services, checkIn }: BookableProfile, serviceId: string): number =>
  services.find((service) => service.serviceId === serviceId)?.checkInMinutes?.late ?? checkIn.minutes.late;

/**
 * Whether bookings of this service are shown only to their holder and their office: the office or the service is sensitive, or the profile
 * does not list the service.
 */
export const isSensitiveHere = ({ sensitive, services }: BookableProfile, serviceId: string): boolean =>
  sensitive || services.find((service) => service.serviceId === serviceId)?.sensitive !== false;
