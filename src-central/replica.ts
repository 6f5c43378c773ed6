import type { Environment } from '../src-main/contract/shared/environment.ts';
import type { PublicKey } from '../src-main/contract/shared/ids.ts';
import { registerAdministration } from './administration/operations.ts';
import { registerAppointments } from './appointments/operations.ts';
import { registerConfiguration } from './configuration/operations.ts';
import type { Database } from './database/database.ts';
import { migrate } from './database/migrate.ts';
import type { Migration } from './database/migrations/index.ts';
import { registerEnrolment } from './enrolment/operations.ts';
import { registerIngest } from './ingest/operations.ts';
import { registerOpenApi } from './openapi/page.ts';
import { registerOrders } from './orders/operations.ts';
import { CENTRE, type Centre } from './replica-context.ts';
import { type CentreServer, createServer, type ServerOptions } from './server/server.ts';
import { registerTime } from './server/time.ts';
import { registerWakeUps } from './wake-ups/operations.ts';

export interface CentreOptions extends ServerOptions {
  nextKey: PublicKey | null;
  environment: Environment;
  /** Another release's. */
  migrations?: readonly Migration[];
}

/** One replica: brings the schema up to date, and knows every operation. The database stays the caller's. */
export async function createCentre(options: CentreOptions): Promise<CentreServer> {
  const { database, clock, signingKey, nextKey, environment, logger } = options;
  const { from, to } = await migrate(database, options.migrations);
  if (from !== to) logger.info({ event: 'migrated', from, to });
  const server = createServer(options);
  const centre: Centre = {
    database,
    clock,
    signingKey,
    centreKeys: nextKey === null ? [signingKey.publicKey] : [signingKey.publicKey, nextKey],
    environment,
    logger,
  };
  registerHealth(server, database);
  registerTime(server, centre);
  registerEnrolment(server, centre);
  registerIngest(server, centre);
  registerConfiguration(server, centre);
  registerWakeUps(server, centre);
  registerAdministration(server, centre);
  registerAppointments(server, centre);
  registerOrders(server, centre);
  registerOpenApi(server);
  return server;
}

/** `live`: the process answers. `ready`: its database does too. */
function registerHealth(server: CentreServer, database: Database): void {
  const page = (status: number, text: string) => ({ status, mediaType: 'text/plain; charset=utf-8', text });
  server.registerPage('/health/live', async () => page(200, 'live\n'));
  let asked: Promise<boolean> | null = null;
  /** Whoever asks while the database is asked waits for the same answer. */
  const isReachable = (): Promise<boolean> => {
    asked ??= database
      .query(CENTRE.ping)
      .then(
        () => true,
        () => false,
      )
      .finally(() => {
        asked = null;
      });
    return asked;
  };
  server.registerPage('/health/ready', async () => {
    if (server.isDraining()) return page(503, 'draining\n');
    return (await isReachable()) ? page(200, 'ready\n') : page(503, 'store-unreachable\n');
  });
}
