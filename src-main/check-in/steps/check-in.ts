import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import type { Service } from '../../contract/shared/services.ts';
import { isSensitiveService } from '../../domain/sensitive-service.ts';
import { instantOfLocal } from '../../domain/service-day.ts';
import type { Office } from '../../office/steps/office.ts';
import type { OtherOffice } from '../../office/steps/other-office.ts';
import type { AppointmentMemory } from '../ports/appointments.ts';
import { type AppointmentCache, type CheckInDecision, type CheckInRules, decideCheckIn } from '../rules/check-in.ts';
import { windowsOf } from './check-in-windows.ts';
import { type Claim, type CodeReader, type CodeReaderParts, createCodeReader } from './read-codes.ts';

export interface CheckInParts extends Omit<CodeReaderParts, 'profile'> {
  office: Office;
}

/**
 * Reads codes and numbers, and decides by the appointments that the kiosk has. Writes nothing, except that `readScan` saves the mark of a
 * signed code.
 */
export interface CheckIn extends CodeReader {
  /**
   * Whether the citizen chooses a service before the look-up. The same screens then follow with and without an appointment, so they do not
   * reveal who has one.
   */
  asksServiceFirst(claim: Claim): boolean;
  decide(claim: Claim, chosen: Service | null): CheckInDecision;
  /**
   * Whether the service accepts an appointment that the kiosk does not know or must not show. An open service does. A closed service
   * accepts the signed QR code of a confirmation if it serves appointments at that time, and any other claim only in the last minutes
   * before it opens (`earlyMs`).
   */
  takes(service: Service, claim: Claim | null): boolean;
  /** Start of an appointment, milliseconds since 1970; `null` if the kiosk does not know it. */
  startOf(appointmentId: string | null): number | null;
  /** `null` for an office that the kiosk does not know. */
  placeOf(officeId: string): OtherOffice | null;
}

export function createCheckIn(parts: CheckInParts): CheckIn {
  const { office, appointments, clock } = parts;
  const { profile } = office;
  const windows = windowsOf(profile);
  return {
    ...createCodeReader({ ...parts, profile }),
    asksServiceFirst: ({ presented }) =>
      presented.credential === 'document' &&
      (presented.by === 'number' ||
        profile.sensitive ||
        profile.services.some(({ sensitive, ways }) => sensitive && ways.includes('appointment'))),
    decide: (claim, chosen) =>
      decideCheckIn(claim.presented, cacheOf(appointments, profile), rulesFor(office, windows, chosen), clock.wallMs()),
    takes(service, claim) {
      const closure = office.closureOf(service, 'appointment');
      if (closure === null) return true;
      const presented = claim?.presented;
      if (presented?.credential === 'confirmation' && presented.by === 'token')
        return office.isServed(service.serviceId, presented.token.startMs);
      const { until } = closure;
      const opensMs = until === null ? null : instantOfLocal(`${until.date} ${until.time}`, profile.zone);
      const { earlyMs } = windows.serviceWindows.get(service.serviceId) ?? windows.window;
      return opensMs !== null && opensMs - clock.wallMs() <= earlyMs;
    },
    startOf: (appointmentId) =>
      appointments.held().appointments.find((held) => held.appointmentId === appointmentId)?.startMs ?? null,
    placeOf(other) {
      const place = appointments.held().offices.find((candidate) => candidate.officeId === other);
      const nearby = office.otherOffice(other);
      if (!place) return nearby;
      const { name, address } = place;
      return { directions: null, hoursOn: () => null, ...nearby, name, address };
    },
  };
}

function rulesFor(
  { profile, isServed }: Office,
  windows: ReturnType<typeof windowsOf>,
  chosen: Service | null,
): CheckInRules {
  return {
    officeId: profile.officeId,
    zone: profile.zone,
    chosenServiceId: chosen?.serviceId ?? null,
    sensitive: profile.sensitive || chosen?.sensitive === true,
    ...windows,
    isServed,
  };
}

function cacheOf(memory: AppointmentMemory, profile: OfficeProfile): AppointmentCache {
  const { appointments, days, ageMs } = memory.held();
  return {
    days,
    overTo: memory.overTo(),
    ageMs,
    appointments: appointments.map((held) => ({
      ...held,
      officeId: profile.officeId,
      sensitive: profile.sensitive || isSensitiveService(profile, held.serviceId),
    })),
  };
}
