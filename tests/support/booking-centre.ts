import { pino } from 'pino';
import { registerCitizens } from '../../src-central/citizens/operations.ts';
import { createServer } from '../../src-central/server/server.ts';
import { CityId } from '../../src-main/contract/shared/ids.ts';
import { newSigningKey } from '../../src-main/signing/keys.ts';
import { createMemoryBooking } from './memory-booking.ts';
export interface BookingCentre { url: string; clock: { aheadMs: number }; startsOf(address: string): Promise<string | undefined>; stop(): Promise<void> }
export async function startBookingCentre(): Promise<BookingCentre> {
  const clock = { aheadMs: 0, nowMs: () => Date.parse('2026-11-24T09:05:00Z') + clock.aheadMs };
  const signingKey = newSigningKey();
  const city = CityId.parse('terrassa');
  const server = createServer({ database: null as never, clock, signingKey, logger: pino({ level: 'silent' }), tls: null, behindProxy: false, maxInFlight: 20 });
  const { booking } = createMemoryBooking(clock.nowMs, city);
  registerCitizens(server, { clock, signingKey } as never, booking, { isSecure: false });
  const url = await server.listen('127.0.0.1', 0);
  return { url, clock, startsOf: async (address) => (await booking.read(city, /\/([A-Z2-7]{26})/.exec(address)?.[1] ?? ''))?.start, stop: () => server.drain() };
}
