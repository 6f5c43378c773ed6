import type { Centre } from '../replica-context.ts';
import type { OperationsRegistrar } from '../server/server.ts';
import { followCity } from './follow-city.ts';
import { readKiosk, readKioskDays } from './read-kiosk.ts';
import { readCity, shareReadings } from './shared-readings.ts';

export function registerCity(server: OperationsRegistrar, centre: Centre): void {
  const read = shareReadings(centre);
  server.registerOperation('readCity', readCity(read));
  server.registerStream('followCity', followCity(centre, read));
  server.registerOperation('readKiosk', readKiosk(centre));
  server.registerOperation('readKioskDays', readKioskDays(centre));
}
