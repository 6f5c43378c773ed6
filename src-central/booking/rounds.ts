import { type Rounds, startRounds } from '../rounds.ts';
import type { StaffBookings } from './create-booking.ts';

const LOOK_EVERY_MS = 60_000;

type RoundsParts = Omit<Parameters<typeof startRounds>[0], 'event' | 'everyMs'> & {
  booking: Pick<StaffBookings, 'settle'>;
};

/**
 * Starts a round every minute, which offers each appointment time whose offer has expired to the next person of the waiting list. Every
 * replica starts rounds, and the office's lock lets only one replica do the work.
 */
export const startBookingRounds = ({ booking, ...parts }: RoundsParts): Rounds =>
  startRounds({ ...parts, event: 'booking-round-failed', everyMs: LOOK_EVERY_MS }, booking.settle);
