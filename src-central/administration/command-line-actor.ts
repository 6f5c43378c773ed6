import { userInfo } from 'node:os';
import { CityId } from '../../src-main/contract/shared/ids.ts';
import type { Queries } from '../database/database.ts';
import { RETENTION_RUNS } from '../retention/retention-runs.ts';
import { recordAudit } from './audit.ts';

export const atMachine = (cityId: CityId) => ({
  cityId,
  address: null,
  tokenId: null,
  name: `command line: ${userInfo().username}`,
});

export async function recordInEveryCity(
  queries: Queries,
  what: string,
  object: Readonly<Record<string, unknown>>,
  nowMs: number,
): Promise<void> {
  for (const { name } of await queries.query<{ name: string }>(RETENTION_RUNS.cities))
    await recordAudit(queries, atMachine(CityId.parse(name)), what, object, nowMs);
}
