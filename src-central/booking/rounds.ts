import type { FastifyBaseLogger } from 'fastify';
import { CityId } from '../../src-main/contract/shared/ids.ts';
import { ALARM_CITIES } from '../alarms/start-alarms.ts';
import { type Database, StoreTrouble } from '../database/database.ts';
import type { StaffBookings } from './create-booking.ts';

const LOOK_EVERY_MS = 60_000;

export interface RoundsParts {
  database: Database;
  booking: Pick<StaffBookings, 'settle'>;
  logger: Pick<FastifyBaseLogger, 'warn' | 'error'>;
}

export interface Rounds {
  look(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a round every minute that offers hours with an expired offer to the next person of the waiting list. Every replica looks; an
 * office's lock lets one of them do the work.
 */
export function startBookingRounds({ database, booking, logger }: RoundsParts): Rounds {
  let underWay: Promise<void> | null = null;
  let isEnding = false;

  async function settleAll(): Promise<void> {
    try {
      for (const { name } of await database.query<{ name: string }>(ALARM_CITIES.all)) {
        const cityId = CityId.safeParse(name);
        if (cityId.success && !isEnding) await booking.settle(cityId.data);
      }
    } catch (error) {
      const details = { event: 'booking-round-failed', err: error };
      if (error instanceof StoreTrouble) logger.warn(details);
      else logger.error(details);
    }
  }

  function look(): Promise<void> {
    underWay ??= settleAll().finally(() => {
      underWay = null;
    });
    return underWay;
  }

  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  timer.unref();
  return {
    look,
    async stop() {
      isEnding = true;
      clearInterval(timer);
      await underWay;
    },
  };
}
