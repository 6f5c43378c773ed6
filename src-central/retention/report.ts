import type { RetentionReport } from '../../src-main/contract/centre/retention-report.ts';
import { classesOf, RETENTION, type RetentionClass, type Terms } from '../../src-main/contract/shared/retention.ts';
import { addDays } from '../../src-main/domain/calendar-day.ts';
import { serviceDayOf } from '../../src-main/domain/service-day.ts';
import { instantOf } from '../clock.ts';
import { USUAL_ZONE } from './enforce.ts';
import { nextDueMs } from './nightly.ts';
import type { LastRun } from './retention-runs.ts';

const AT_CENTRE = new Set(Object.values(RETENTION.centre).flatMap(classesOf));
const AT_KIOSK = new Set([
  ...Object.values(RETENTION.kiosk).flatMap(classesOf),
  ...Object.values(RETENTION.kioskFiles),
]);

/** Reports the classes of stored data with their terms, and the data that the next run removes. Days are those of `USUAL_ZONE`. */
export function retentionReport(last: LastRun | null, terms: Terms, nowMs: number): RetentionReport {
  const nextMs = nextDueMs(last, nowMs);
  const day = serviceDayOf(nextMs, USUAL_ZONE);
  return {
    last: last && { ...last, counts: { ...last.counts } },
    nextAt: instantOf(nextMs),
    classes: (Object.keys(RETENTION.classes) as RetentionClass[]).map((name) => {
      const kept = RETENTION.classes[name];
      return {
        name,
        whose: kept.whose,
        end: kept.end,
        isAtCentre: AT_CENTRE.has(name),
        isAtKiosk: AT_KIOSK.has(name),
        term: 'days' in kept ? { days: terms[name], from: kept.from, endsBefore: addDays(day, -terms[name]) } : null,
      };
    }),
  };
}
