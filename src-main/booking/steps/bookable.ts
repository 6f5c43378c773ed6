import type { ServiceId } from '../../contract/shared/ids.ts';
import type { Office } from '../../office/steps/office.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Session } from '../../session/steps/session.ts';
import type { OfficeHours } from '../ports/office-hours.ts';

/** The centre is asked for the list of bookable services again after `RENEW_AFTER_MS`; after a failure, already after `AGAIN_AFTER_MS`. */
const RENEW_AFTER_MS = 10 * 60_000;
const AGAIN_AFTER_MS = 60_000;

export interface Bookable {
  services(): readonly ServiceId[];
  /**
   * Asks the centre for the services if the last answer is too old. The caller runs this about once a second while a screen may offer
   * appointments on another day.
   */
  look(): void;
}

export function createBookable(hours: Pick<OfficeHours, 'ask'>, clock: Clock, onChange: () => void): Bookable {
  let services: readonly ServiceId[] = [];
  let dueAtMs = Number.NEGATIVE_INFINITY;
  let isAsking = false;
  return {
    services: () => services,
    look() {
      if (isAsking || clock.monotonicMs() < dueAtMs) return;
      isAsking = true;
      void hours.ask({ door: 'kiosk' }).then((answer) => {
        isAsking = false;
        dueAtMs = clock.monotonicMs() + (answer.ok ? RENEW_AFTER_MS : AGAIN_AFTER_MS);
        // Without an answer the list stays: a citizen may be choosing from it, and the next screen shows why there are no appointment
        // times.
        const now = answer.ok ? answer.value.services.map(({ serviceId }) => serviceId) : services;
        if (now.join() === services.join()) return;
        services = now;
        onChange();
      });
    },
  };
}

/**
 * Whether this screen may offer appointments on another day, if the profile allows it by `anotherDay`. The start screen may while the
 * office is closed. The list of services for walk-ins may if a service is closed, full or paused, or if `anotherDay` is `always`.
 */
export function offersHours({ place }: Session, { office }: { office: Office }): boolean {
  const { anotherDay, services } = office.profile;
  if (anotherDay === undefined) return false;
  if (place.at === 'idle') return !office.front().open;
  if (place.at !== 'services' || place.purpose !== null || place.visitType !== 'walk-in') return false;
  return anotherDay === 'always' || services.some((service) => office.closureOf(service, 'walk-in') !== null);
}
