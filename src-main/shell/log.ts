import { EVENT_CATALOGUE } from '../contract/kiosk/event-catalogue.ts';
import type { Log } from '../ports/log.ts';

/** One JSON line per event: time, level, event, then the details. */
export const createLog = (write: (line: string) => void): Log => ({
  event(kind, details = {}) {
    const { level } = EVENT_CATALOGUE[kind];
    write(`${JSON.stringify({ time: new Date().toISOString(), level, event: kind, ...details })}\n`);
  },
});
