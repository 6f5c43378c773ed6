import { type Database, StoreBusy, StoreTrouble } from './database/database.ts';
import type { Readiness } from './observation/readiness.ts';
import { CENTRE } from './replica-context.ts';
import type { CentreServer } from './server/server.ts';

export interface Health {
  /** Checks the replica. Requests during a running check share its result. */
  ask(): Promise<Readiness>;
}

export interface HealthParts {
  database: Database;
  /** The schema version that this release needs. A newer schema still has everything that it needs. */
  schemaVersion: number;
  isOpen: () => boolean;
  isDraining: () => boolean;
}

export function createHealth({ database, schemaVersion, isOpen, isDraining }: HealthParts): Health {
  async function look(): Promise<Readiness> {
    try {
      const [row] = await database.query<{ version: number; isReadOnly: boolean }>(CENTRE.health);
      if (row?.isReadOnly) return 'store-read-only';
      if (!row || row.version < schemaVersion) return 'schema-older';
      return isOpen() ? 'ready' : 'starting';
    } catch (error) {
      // A replica whose database is busy stays ready: it still answers some requests, and without it the other replicas would be busier.
      if (error instanceof StoreBusy) return isOpen() ? 'ready' : 'starting';
      const hasNoSchema = !(error instanceof StoreTrouble) && error instanceof Error && 'code' in error;
      return hasNoSchema && error.code === '42P01' ? 'schema-older' : 'store-unreachable';
    }
  }
  let asked: Promise<Readiness> | null = null;
  return {
    async ask() {
      if (isDraining()) return 'draining';
      asked ??= look().finally(() => {
        asked = null;
      });
      return asked;
    },
  };
}

/**
 * Registers `/health/live` (the process answers and needs no restart) and `/health/ready` (the database can store what this replica would
 * write).
 */
export function registerHealth(server: CentreServer, health: Health): void {
  const page = (status: number, text: string) => ({ status, mediaType: 'text/plain; charset=utf-8', text });
  server.registerPage('/health/live', async () => page(200, 'live\n'));
  server.registerPage('/health/ready', async () => {
    const state = await health.ask();
    return page(state === 'ready' ? 200 : 503, `${state}\n`);
  });
}
