import type { Environment } from '../src-main/contract/shared/environment.ts';
import type { CityId, PublicKey } from '../src-main/contract/shared/ids.ts';
import { DEFAULT_TERMS, type Terms } from '../src-main/contract/shared/retention.ts';
import { registerAdministration } from './administration/operations.ts';
import { registerAlarms } from './alarms/operations.ts';
import { createKeyring, type Keyring } from './appointments/keyring.ts';
import { registerAppointments } from './appointments/operations.ts';
import type { StaffBookings } from './booking/create-booking.ts';
import { registerDeskCalendar } from './booking/desk-calendar.ts';
import { registerKioskHours } from './booking/kiosk-operations.ts';
import { registerBooking } from './booking/operations.ts';
import { type CitizensReach, registerCitizens } from './citizens/operations.ts';
import { registerCity } from './city/operations.ts';
import { registerConfiguration } from './configuration/operations.ts';
import { migrate } from './database/migrate.ts';
import { MIGRATIONS, type Migration } from './database/migrations/index.ts';
import { registerEnrolment } from './enrolment/operations.ts';
import { createDayReader } from './figures/kept-days.ts';
import { registerFigures } from './figures/operations.ts';
import { registerTurns } from './from-home/operations.ts';
import { createHealth, type Health, registerHealth } from './health.ts';
import { registerIngest } from './ingest/operations.ts';
import { registerLive } from './live/operations.ts';
import { createMeter, type Meter } from './observation/meter.ts';
import { registerOpenData } from './open-data/operations.ts';
import { registerOpenApi } from './openapi/page.ts';
import { registerOrders } from './orders/operations.ts';
import {
  createStaffServer,
  registerPeopleAt,
  type StaffOptions,
  type StaffServer,
  splitOperations,
} from './people/listener.ts';
import { registerPhone } from './phone/operations.ts';
import type { Centre } from './replica-context.ts';
import { type CentreServer, createServer, type ServerOptions } from './server/server.ts';
import { registerTime } from './server/time.ts';
import type { PushParts } from './turn-words/send-word.ts';
import { registerWakeUps } from './wake-ups/operations.ts';
import { registerTwin } from './what-if/operations.ts';
import type { RunTwin } from './what-if/run-thread.ts';

export interface CentreOptions extends ServerOptions {
  nextKey: PublicKey | null;
  environment: Environment;
  /** The city of ticket pages whose address names no city (`/t/TOKEN`). Default: none. */
  phoneCity?: CityId | null;
  keyring?: Keyring;
  /** The city's retention terms. Default: the terms of `retention.json`. */
  retention?: Terms;
  staff?: StaffOptions | null;
  citizens?: CitizensReach | null;
  /**
   * The keys with which phones get notifications before their turn. Default: none. Ignored if `keyring` cannot encrypt the subscriptions.
   */
  push?: PushParts | null;
  /** Runs the simulations of the twin. Default: in a thread. */
  runTwin?: RunTwin;
  /** Only tests replace this release's migrations. */
  migrations?: readonly Migration[];
}

export interface Replica {
  server: CentreServer;
  /** `null`: there are no staff pages, and `server` answers every operation. */
  staffServer: StaffServer | null;
  health: Health;
  meter: Meter;
  booking: StaffBookings;
  /**
   * Brings the schema up to date, and then admits requests. Until then operations and visitors' pages are refused with status 503, so that
   * the client tries again. May be called again after a failure.
   */
  open(): Promise<void>;
}

/** The replica is not yet open. The caller closes the database. */
export function assembleCentre(options: CentreOptions): Replica {
  const { database, clock, signingKey, nextKey, environment, logger, migrations = MIGRATIONS } = options;
  const { phoneCity = null, staff = null, keyring = createKeyring(null) } = options;
  const { meter = createMeter(), retention = DEFAULT_TERMS } = options;
  let isOpen = false;
  const serverOptions: ServerOptions = { ...options, meter, isOpen: () => isOpen };
  const server = createServer(serverOptions);
  const centre: Centre = {
    database,
    clock,
    signingKey,
    environment,
    logger,
    meter,
    keyring,
    terms: retention,
    centreKeys: nextKey === null ? [signingKey.publicKey] : [signingKey.publicKey, nextKey],
  };
  const staffServer = staff && createStaffServer(serverOptions, centre, staff);
  const operations = splitOperations(server, staffServer);
  const health = createHealth({
    database,
    schemaVersion: migrations.length,
    isOpen: () => isOpen,
    isDraining: server.isDraining,
  });
  registerHealth(server, health);
  registerTime(operations, centre);
  registerEnrolment(operations, centre);
  registerIngest(operations, centre);
  registerConfiguration(operations, centre);
  registerWakeUps(operations, centre);
  registerAdministration(operations, centre);
  const days = createDayReader(centre);
  registerFigures(operations, centre, days);
  registerTwin(operations, centre, days, options.runTwin);
  registerOpenData(server, centre, days);
  registerAlarms(operations, centre);
  registerAppointments(operations, centre);
  const booking = registerBooking(operations, centre);
  registerKioskHours(operations, centre, booking);
  registerOrders(operations, centre);
  registerCity(operations, centre);
  registerPeopleAt(operations, centre, staff);
  registerDeskCalendar(server, operations, centre);
  registerPhone(server, centre, phoneCity, keyring.encryptsWith === null ? null : (options.push ?? null));
  registerCitizens(server, centre, booking, {
    isSecure: options.tls !== null || options.behindProxy,
    reach: options.citizens ?? null,
  });
  registerLive(server, centre, booking);
  registerTurns(server, operations, centre, booking, options.tls !== null || options.behindProxy);
  registerOpenApi(server);
  return {
    server,
    staffServer,
    health,
    meter,
    booking,
    async open() {
      const { from, to } = await migrate(database, migrations);
      if (from !== to) logger.info({ event: 'migrated', from, to });
      isOpen = true;
    },
  };
}

export async function createCentre(options: CentreOptions): Promise<CentreServer> {
  const { server, open } = assembleCentre(options);
  await open();
  return server;
}
