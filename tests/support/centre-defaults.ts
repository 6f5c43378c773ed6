import { pino } from 'pino';
import type { CentreOptions } from '../../src-central/replica.ts';
import { newSigningKey } from '../../src-main/signing/keys.ts';

/** The options of a centre that most tests do not vary. Each call makes a new signing key. */
export const centreDefaults = (): Omit<CentreOptions, 'database' | 'clock'> => ({
  signingKey: newSigningKey(),
  environment: 'test',
  logger: pino({ level: 'silent' }),
  behindProxy: false,
  maxInFlight: 20,
  nextKey: null,
  tls: null,
});
