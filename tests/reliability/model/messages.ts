import { anchorSeries } from '../../../src-main/tickets/rules/issue-number.ts';
import { anchorOf, trustedNow } from '../../../src-main/tickets/rules/time-label.ts';
import { monotonicOf } from './kiosk.ts';
import type { Kiosk, World } from './state.ts';
import { dayOf, rowKey, storeAtCentre } from './world.ts';

/** A batch on its way to the centre, or an answer on its way back. */
export interface Message {
  readonly kiosk: number;
  readonly boot: number;
  readonly askedMonotonicMs: number;
  readonly tickets: readonly number[];
  /** The centre's time in its answer; `null`: the message has not reached the centre. */
  readonly serverMs: number | null;
}

const BATCH = 20;

export function ask(world: World, kiosk: Kiosk): Message | null {
  if (!kiosk.running || !kiosk.online || kiosk.database === null) return null;
  const tickets = kiosk.database.pending.slice(0, BATCH);
  return { kiosk: kiosk.index, boot: kiosk.boot, askedMonotonicMs: monotonicOf(world, kiosk), tickets, serverMs: null };
}

export function reachCentre(world: World, message: Message): Message {
  world.tell?.(`the centre gets tickets ${message.tickets.join(' ') || 'none'} of kiosk ${message.kiosk}`);
  storeAtCentre(world, message.tickets);
  return { ...message, serverMs: world.realMs };
}

export function hearCentre(world: World, kiosk: Kiosk, { boot, askedMonotonicMs, tickets, serverMs }: Message): void {
  const { database } = kiosk;
  if (!kiosk.running || kiosk.boot !== boot || database === null || serverMs === null) return;
  if (tickets.length > 0) database.pending = database.pending.filter((id) => !tickets.includes(id));
  kiosk.classes = world.classes;
  const monotonicMs = monotonicOf(world, kiosk);
  const anchor = anchorOf(serverMs, askedMonotonicMs, monotonicMs);
  if (anchor === null) return;
  world.tell?.(`kiosk ${kiosk.index}: has its acknowledgement and the time`);
  kiosk.anchor = anchor;
  const today = dayOf(trustedNow(anchor, monotonicMs));
  for (const book of database.books) if (book.session !== null) book.session = anchorSeries(book.session, today);
  for (let series = 0; series < world.series; series += 1) {
    const row = rowKey(series, today);
    kiosk.heard.set(row, Math.max(kiosk.heard.get(row) ?? 0, world.centre.highest.get(row) ?? 0));
  }
}
