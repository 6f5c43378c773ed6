import type { Log } from '../../ports/log.ts';
import { EVENT_CATALOGUE, type EventKind } from '../../session/contract/event-catalogue.ts';
import type { LoggedEvent } from '../ports/machine.ts';
import type { LogFiles } from './log-files.ts';

/** Largest number of events remembered: as many as a technician reads. */
const REMEMBERED = 200;

export interface LogHistory {
  log: Log;
  recent(): readonly LoggedEvent[];
  lines(count: number): object[];
  /**
   * Writes every event to `files` from now on, after those already remembered. Also remembers the events of earlier runs that `files`
   * contains.
   */
  keepIn(files: LogFiles): void;
}

const isKind = (name: unknown): name is EventKind => typeof name === 'string' && Object.hasOwn(EVENT_CATALOGUE, name);

/** Remembers the newest events of a log, for the technician's page and for files that outlive the program. */
export function createLogHistory(outer: Log, nowMs: () => number): LogHistory {
  let events: LoggedEvent[] = [];
  let lines: string[] = [];
  let no = 0;
  let kept: LogFiles | null = null;

  function remember(kind: EventKind, atMs: number): void {
    const last = events.at(-1);
    if (last?.kind === kind) {
      events[events.length - 1] = { ...last, atMs, times: last.times + 1 };
      return;
    }
    events.push({ no, kind, atMs, times: 1 });
    no += 1;
    if (events.length > REMEMBERED) events = events.slice(-REMEMBERED);
  }

  function lineOf(kind: EventKind, atMs: number, fields: Readonly<Record<string, unknown>>): string {
    const { level } = EVENT_CATALOGUE[kind];
    return JSON.stringify(
      { ...fields, at: new Date(atMs).toISOString(), level, event: kind },
      (_name, value: unknown) => (value instanceof Error ? (value.stack ?? value.message) : value),
    );
  }

  return {
    log: {
      event(kind, fields = {}) {
        outer.event(kind, fields);
        const atMs = nowMs();
        remember(kind, atMs);
        const line = lineOf(kind, atMs, fields);
        if (kept !== null) kept.write(line, EVENT_CATALOGUE[kind].level !== 'info');
        else if (lines.push(line) > REMEMBERED) lines.shift();
      },
    },
    recent: () => events.toReversed(),
    lines: (count) => kept?.last(count) ?? [],
    keepIn(files) {
      const now = events;
      events = [];
      for (const { event, at } of files.last(REMEMBERED))
        if (isKind(event) && !Number.isNaN(Date.parse(at))) remember(event, Date.parse(at));
      for (const { kind, atMs, times } of now) for (let count = 0; count < times; count += 1) remember(kind, atMs);
      for (const line of lines) files.write(line, true);
      lines = [];
      kept = files;
    },
  };
}
