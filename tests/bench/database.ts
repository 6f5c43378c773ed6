import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyToPem, newSigningKey } from '../../src-main/signing/keys.ts';
import { startPostgres } from '../support/postgres.ts';

/** Starts a PostgreSQL with an empty database, by default with fsync. `settings`: the environment variables of a centre that uses it. */
export async function openDatabase({ isDurable = true } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'torn-bench-'));
  const { newDatabase, stop } = await startPostgres({ isDurable });
  const keyFile = join(folder, 'centre.pem');
  writeFileSync(keyFile, keyToPem(newSigningKey()), { mode: 0o600 });
  const databaseUrl = await newDatabase();
  return {
    databaseUrl,
    newDatabase,
    settings: { DATABASE_URL: databaseUrl, CENTRE_KEY_FILE: keyFile, TORN_ENVIRONMENT: 'test' },
    async close() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
