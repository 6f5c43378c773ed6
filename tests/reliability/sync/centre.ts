import { makeToken } from '../../../src-central/administration/access-tokens.ts';
import type { Clock } from '../../../src-central/clock.ts';
import type { Database } from '../../../src-central/database/database.ts';
import { openPostgres } from '../../../src-central/database/postgres.ts';
import { createCentre } from '../../../src-central/replica.ts';
import type { EnrolmentConfirmation } from '../../../src-main/contract/centre/enrolment.ts';
import { OPERATIONS, type OperationName, pathOf } from '../../../src-main/contract/centre/operations.ts';
import { CityId } from '../../../src-main/contract/shared/ids.ts';
import type { SigningKey } from '../../../src-main/signing/keys.ts';
import { centreDefaults } from '../../support/centre-defaults.ts';

export const CITY = CityId.parse('terrassa');

export interface CentreOptions {
  databaseUrl: string;
  signingKey: SigningKey;
  clock: Clock;
  alter?: (database: Database) => Database;
}

export interface RunningCentre {
  url: string;
  database: Database;
  stop(): Promise<void>;
}

export async function startCentre({ databaseUrl, signingKey, clock, alter }: CentreOptions): Promise<RunningCentre> {
  const database = openPostgres(databaseUrl, { connections: 10, onTrouble: () => {} });
  const server = await createCentre({
    ...centreDefaults(),
    database: alter ? alter(database) : database,
    clock,
    signingKey,
    maxInFlight: 200,
  });
  return {
    url: await server.listen('127.0.0.1', 0),
    database,
    async stop() {
      await server.drain();
      await database.close();
    },
  };
}

/** The administrator's requests: publishing a profile, confirming a pairing, and pausing and resuming a service. */
export async function adminOf({ url, database }: RunningCentre, clock: Clock) {
  const token = await makeToken(database, CITY, 'Montserrat Prova', clock.nowMs());
  async function order(name: OperationName, params: Record<string, string>, body?: unknown): Promise<unknown> {
    const response = await fetch(`${url}${pathOf(name, { cityId: CITY, ...params })}`, {
      method: OPERATIONS[name].method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = response.status === 204 ? null : await response.json();
    if (!response.ok) throw new Error(`${name}: ${JSON.stringify(answer)}`);
    return answer;
  }
  return {
    publish: (officeId: string, profile: unknown, effectiveFrom: string) =>
      order('publishProfile', { officeId }, { profile, effectiveFrom }),
    confirm: (confirmation: EnrolmentConfirmation) => order('confirmEnrolment', {}, confirmation),
    pause: (officeId: string, serviceId: string, until: string) =>
      order('pauseService', { officeId, serviceId }, { until }),
    resume: (officeId: string, serviceId: string) => order('resumeService', { officeId, serviceId }),
  };
}
