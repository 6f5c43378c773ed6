import type { CentreMemory, ReplacedKiosk } from '../../centre/ports/centre-memory.ts';
import type { KioskCentre } from '../../centre/wire/kiosk-centre.ts';
import type { CoreOptions } from '../../core/arguments.ts';
import type { CoreEnvironment } from '../../core/environment.ts';
import { messageOf } from '../../domain/result.ts';
import type { Predecessor } from '../ports/predecessor.ts';
import { isUnderWay, type PredecessorStage } from '../rules/predecessor.ts';
import { findJournal, type LeftBehind, readLeftBehind } from '../store/left-behind.ts';
import { listSticks, whyNoStick } from './usb-sticks.ts';

interface Reading {
  stage: Exclude<PredecessorStage, 'sent'>;
  events: number;
  unread: number;
}

/**
 * Reads the journal of the kiosk that this kiosk replaces, from a connected disk or a copy, and sends its events to the centre. No event is
 * stored at this kiosk: unsent events are read again, and the centre recognises events that it already has.
 */
export function openPredecessor(
  { stickDir }: Pick<CoreOptions, 'stickDir'>,
  { deviceRoot: root, log }: Pick<CoreEnvironment, 'deviceRoot' | 'log'>,
  memory: Pick<CentreMemory, 'replaced' | 'replacedSent'>,
  centre: Pick<KioskCentre, 'sendLeftBehind'> | null,
): Predecessor {
  const listeners = new Set<() => void>();
  let reading: Reading = { stage: 'open', events: 0, unread: 0 };

  function become(next: Partial<Reading>): void {
    reading = { ...reading, ...next };
    for (const listener of [...listeners]) listener();
  }

  async function readAndSend(old: ReplacedKiosk): Promise<Partial<Reading>> {
    const found = await lookFor(root, stickDir ?? null, old);
    if (typeof found === 'string') return { stage: found };
    const { events, unread } = found;
    become({ stage: 'sending', events: events.length, unread });
    const sent = centre === null ? null : await centre.sendLeftBehind(old.incarnation, events);
    if (!sent?.ok) {
      log.event('predecessor-not-read', { slot: old.slot, detail: sent?.error.kind });
      return { stage: 'not-sent' };
    }
    const kept = memory.replacedSent(events.length);
    if (!kept.ok) {
      log.event(kept.error.kind, { detail: kept.error.detail });
      return { stage: 'not-sent' };
    }
    log.event('predecessor-read', { slot: old.slot, events: events.length, unread });
    return {};
  }

  return {
    state() {
      const old = memory.replaced();
      if (old === null) return null;
      const { slot, name, lastHeardMs, sent } = old;
      const about = { slot, name, lastHeardMs };
      if (sent !== null) return { ...about, stage: 'sent', events: sent, unread: reading.unread };
      return { ...about, ...reading };
    },
    read() {
      const old = memory.replaced();
      if (old === null || old.sent !== null || isUnderWay(reading.stage)) return;
      become({ stage: 'looking', events: 0, unread: 0 });
      void readAndSend(old)
        .catch((error: unknown): Partial<Reading> => {
          log.event('predecessor-not-read', { slot: old.slot, detail: messageOf(error) });
          return { stage: 'gone' };
        })
        .then(become);
    },
    onChange: (listener) => void listeners.add(listener),
  };
}

/** The old kiosk's events, or why none were found. Throws if the disk fails during the reading. */
async function lookFor(
  root: string,
  folder: string | null,
  { incarnation, acknowledged }: ReplacedKiosk,
): Promise<LeftBehind | 'no-stick' | 'other-file-system' | 'not-there' | 'unreadable'> {
  const places = folder === null ? (await listSticks(root)).map(({ path }) => path) : [folder];
  if (places.length === 0) return whyNoStick(root);
  let unreadable = false;
  for (const place of places) {
    const found = await findJournal(place, incarnation);
    if (found.state === 'found') return readLeftBehind(found.folder, incarnation, acknowledged);
    unreadable ||= found.unreadable;
  }
  return unreadable ? 'unreadable' : 'not-there';
}
