import type { Log } from '../ports/log.ts';
import { EVENT_CATALOGUE } from '../session/contract/event-catalogue.ts';

/** Writes one JSON line per event: time, level, event, then the details. */
export const createLog = (write: (line: string) => void): Log => ({
  event(kind, details = {}) {
    const { level } = EVENT_CATALOGUE[kind];
    write(`${JSON.stringify({ time: new Date().toISOString(), level, event: kind, ...details })}\n`);
  },
});
