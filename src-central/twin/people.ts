import type { OfficeProfile } from '../../src-main/contract/shared/office-profile.ts';
import { chanceOf, exponential, lognormal, mixed, normalQuantile, numberOf, poisson } from './chance.ts';
import type { OfficeDay, TwinOffice } from './office-day.ts';
import type { Attention, OfficePart } from './twin-profile.ts';

export interface Comer {
  /** The citizen's number within the day. It is the same in the unchanged and in the changed office. */
  readonly no: number;
  readonly serviceId: string;
  /** The time at which the citizen comes to the kiosk, or takes a number at home. */
  readonly comesMs: number;
  /** A citizen who took a number at home comes this long before the call; `null`: the citizen waits in the hall. */
  readonly mostInHallMs: number | null;
  readonly appointmentMs: number | null;
  readonly preferential: boolean;
  readonly slot: number;
  readonly attentionMs: number;
  readonly bearsMs: number;
}

const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;

/**
 * The purposes for which a citizen draws random numbers. A new purpose must be appended, because another number for a purpose would change
 * all earlier results.
 */
const DECIDES = {
  service: 0,
  second: 1,
  attention: 2,
  appointment: 3,
  hour: 4,
  noShow: 5,
  early: 6,
  preferential: 7,
  givesUp: 8,
  bears: 9,
  afar: 10,
  kiosk: 11,
  freed: 12,
} as const;
const OF_DAY = { variation: 0, quarter: 1, citizen: 2 } as const;

export const daySeed = (seed: number, officeId: string, date: string, replication: number): number =>
  mixed(seed, numberOf(officeId), numberOf(date), replication);

interface Drawn {
  no: number;
  serviceId: string;
  comesMs: number;
  draw: (purpose: keyof typeof DECIDES) => number;
}

/**
 * Returns the people who come on a day. Appointments are spread over the office's opening hours. The same seed gives the same people in the
 * unchanged and in the changed office.
 */
export function peopleOf({ part, profile }: TwinOffice, day: OfficeDay, seed: number): Comer[] {
  const withAppointments = servicesWithAppointments(profile);
  const drawn = drawnOf(part, day, seed);
  const { appointments } = part;
  const booked = drawn.filter(
    ({ serviceId, draw }) => withAppointments.has(serviceId) && draw('appointment') < appointments.share,
  );
  const hours = hoursFor(booked, day, appointments.everyMinutes * MINUTE_MS);
  const missed = booked.filter(({ draw }) => draw('noShow') < appointments.noShow);
  const isMissed = new Set(missed);
  const isBooked = new Set(booked);
  // The appointment time of a person who will not come can be freed and goes to a citizen who would come without appointment.
  const freed = missed.filter(({ draw }) => draw('freed') < appointments.freed);
  const takers = drawn
    .filter((one) => !isBooked.has(one) && withAppointments.has(one.serviceId))
    .toSorted((one, other) => one.draw('hour') - other.draw('hour'));
  for (const [at, one] of freed.entries()) {
    const [taker, hour] = [takers[at], hours.get(one)];
    if (taker !== undefined && hour !== undefined) hours.set(taker, hour);
  }
  return drawn
    .filter((one) => !isMissed.has(one))
    .map((one) => comerOf(one, hours.get(one) ?? null, part))
    .toSorted((one, other) => one.comesMs - other.comesMs || one.no - other.no);
}

const servicesWithAppointments = ({ services }: OfficeProfile): ReadonlySet<string> =>
  new Set(services.filter(({ ways }) => ways.includes('appointment')).map(({ serviceId }) => serviceId));

function drawnOf(part: OfficePart, { quarters }: OfficeDay, seed: number): Drawn[] {
  const variation = lognormal(chanceOf(mixed(seed, OF_DAY.variation))(0), 1, part.dayVariation);
  return quarters.flatMap(({ fromMs, mean }, quarter) => {
    const many = poisson(chanceOf(mixed(seed, OF_DAY.quarter))(quarter), mean * variation);
    return Array.from({ length: many }, (_, place): Drawn => {
      const chance = chanceOf(mixed(seed, OF_DAY.citizen, quarter, place));
      const draw = (purpose: keyof typeof DECIDES): number => chance(DECIDES[purpose]);
      return {
        no: quarter * 10_000 + place,
        serviceId: serviceOf(part, draw('service')),
        comesMs: fromMs + draw('second') * QUARTER_MS,
        draw,
      };
    });
  });
}

function serviceOf({ services }: OfficePart, chance: number): string {
  let reached = 0;
  for (const { serviceId, share } of services) {
    reached += share;
    if (chance < reached) return serviceId;
  }
  return services.at(-1)?.serviceId ?? '';
}

function hoursFor(booked: readonly Drawn[], { openAny }: OfficeDay, everyMs: number): Map<Drawn, number> {
  const hours = openAny.flatMap(({ fromMs, toMs }) =>
    Array.from({ length: Math.floor((toMs - fromMs) / everyMs) }, (_, no) => fromMs + no * everyMs),
  );
  const sorted = booked.toSorted((one, other) => one.draw('hour') - other.draw('hour'));
  return new Map(
    sorted.flatMap((one, rank) => {
      const hour = hours[Math.floor(((rank + 0.5) * hours.length) / sorted.length)];
      return hour === undefined ? [] : [[one, hour] as const];
    }),
  );
}

function comerOf({ no, serviceId, comesMs, draw }: Drawn, appointmentMs: number | null, part: OfficePart): Comer {
  const { appointments, givesUp, afar, kiosks, services } = part;
  const early = (appointments.early.mean + appointments.early.sd * normalQuantile(draw('early'))) * MINUTE_MS;
  const atKioskMs = appointmentMs === null ? comesMs : appointmentMs - early;
  const fromAfar = appointmentMs === null && draw('afar') < afar.share;
  const attention = services.find((service) => service.serviceId === serviceId)?.attention;
  const bears = draw('givesUp') < givesUp.share ? lognormal(draw('bears'), givesUp.minutes, givesUp.minutes / 2) : null;
  return {
    no,
    serviceId,
    appointmentMs,
    comesMs: atKioskMs,
    mostInHallMs: fromAfar ? afar.minutes * MINUTE_MS : null,
    preferential: appointmentMs === null && draw('preferential') < part.preferential,
    slot: 1 + Math.floor(draw('kiosk') * kiosks),
    attentionMs: attention === undefined ? 0 : Math.round(minutesOf(attention, draw('attention')) * MINUTE_MS),
    bearsMs: bears === null ? Number.POSITIVE_INFINITY : bears * MINUTE_MS,
  };
}

function minutesOf(attention: Attention, chance: number): number {
  switch (attention.kind) {
    case 'lognormal':
      return lognormal(chance, attention.mean, attention.sd);
    case 'exponential':
      return exponential(chance, attention.mean);
    case 'fixed':
      return attention.mean;
    case 'measured':
      return attention.minutes[Math.floor(chance * attention.minutes.length)] ?? 0;
  }
}
