import type { Centre } from '../replica-context.ts';
import type { OperationsRegistrar } from '../server/server.ts';
import { followCity } from './follow-city.ts';
import { readCity } from './read-city.ts';
import { readKiosk, readKioskDays } from './read-kiosk.ts';

export function registerCity(server: OperationsRegistrar, centre: Centre): void {
  server.registerOperation('readCity', readCity(centre));
  server.registerStream('followCity', followCity(centre));
  server.registerOperation('readKiosk', readKiosk(centre));
  server.registerOperation('readKioskDays', readKioskDays(centre));
}
