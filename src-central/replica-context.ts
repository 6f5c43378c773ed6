import type { FastifyBaseLogger } from 'fastify';
import type { Environment } from '../src-main/contract/shared/environment.ts';
import type { PublicKey } from '../src-main/contract/shared/ids.ts';
import type { Terms } from '../src-main/contract/shared/retention.ts';
import type { SigningKey } from '../src-main/signing/keys.ts';
import type { Keyring } from './appointments/keyring.ts';
import type { Clock } from './clock.ts';
import type { Database } from './database/database.ts';
import type { Meter } from './observation/meter.ts';

/** The parts of a replica that all its handlers share. */
export interface Centre {
  database: Database;
  clock: Clock;
  signingKey: SigningKey;
  /** The current signing key, then the next one. */
  centreKeys: readonly PublicKey[];
  environment: Environment;
  logger: FastifyBaseLogger;
  meter: Meter;
  keyring: Keyring;
  terms: Terms;
}

export const CENTRE = {
  storeEpoch: 'SELECT store_epoch AS "storeEpoch" FROM centre WHERE id = 1',
  /**
   * Begins a new store epoch (an id) after the centre's database was restored. A kiosk that sees another epoch sends again all events that
   * it still has.
   */
  renew:
    'UPDATE centre SET store_epoch = $2::uuid, since = $1::timestamptz WHERE id = 1 RETURNING store_epoch AS "storeEpoch"',
  /** `transaction_read_only` is on at a standby, and at a primary that was set to read-only. */
  health: `SELECT version, current_setting('transaction_read_only')::boolean AS "isReadOnly" FROM schema_version WHERE id = 1`,
} as const;
