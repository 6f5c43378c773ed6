import { type Changes, Snapshot } from '../../src-main/contract/centre/configuration.ts';
import { profileOf } from '../conformance/trial.ts';
import type { Answered, TestCentre, TestKiosk } from './test-centre.ts';

export const SERVICE_ID = 'tramits';

/** Acts on an office as an administrator. Throws if the centre refuses. */
export function officeAt(centre: TestCentre, officeId: string) {
  const taken = (answered: Answered): Answered => {
    if (answered.status >= 300) throw new Error(`refused: ${JSON.stringify(answered.body)}`);
    return answered;
  };
  const service = { officeId, serviceId: SERVICE_ID };
  return {
    async publish(effectiveFrom = '2026-11-01', more: Record<string, unknown> = {}): Promise<number> {
      const body = { profile: profileOf(officeId, more), effectiveFrom };
      return (taken(await centre.order('publishProfile', { officeId }, body)).body as { version: number }).version;
    },
    pause: async (until = new Date(centre.clock.ms + 3_600_000).toISOString()) =>
      taken(await centre.order('pauseService', service, { until })),
    resume: async () => taken(await centre.order('resumeService', service)),
  };
}

/** Sends a kiosk's signed reads to any replica of the centre. The replicas share what a kiosk has counted, so there is one counter. */
export function readerOf(kiosk: TestKiosk) {
  let count = 0;
  const read = (centre: TestCentre, path: string, headers: Record<string, string> = {}) => {
    count += 1;
    return centre.signed({ key: kiosk.key, as: 'kiosk', method: 'GET', path, headers, count });
  };
  return {
    read,
    nextCount: () => {
      count += 1;
      return count;
    },
    snapshot: async (centre: TestCentre): Promise<Snapshot> =>
      Snapshot.parse((await read(centre, kiosk.path('readSnapshot'))).body),
    changes: (centre: TestCentre, cursor: string) =>
      read(centre, `${kiosk.path('readChanges')}?cursor=${encodeURIComponent(cursor)}`),
    async changesSince(centre: TestCentre, cursor: string): Promise<Changes> {
      const answered = await this.changes(centre, cursor);
      if (answered.status !== 200) throw new Error(`refused: ${JSON.stringify(answered.body)}`);
      return answered.body as Changes;
    },
  };
}
