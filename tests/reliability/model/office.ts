import { type Crash, press, print, reprint } from './citizens.ts';
import { setClock } from './kiosk.ts';
import { ask, hearCentre, type Message, reachCentre } from './messages.ts';
import { backUp, crash, enrol, type Loss, lose, settle, start } from './recovery.ts';
import { createWorld } from './schedule.ts';
import type { Kiosk, Variant, Violation } from './state.ts';
import { labelOf } from './world.ts';

/** 08:00 in Terrassa. */
export const MADRID_MORNING = Date.parse('2026-11-25T08:00:00+01:00');

export interface Office {
  take(crashing?: Crash): void;
  takeAgain(): void;
  printAll(): string[];
  /** Reprints a ticket. Returns whether paper came out. */
  reprint(ticket: number): boolean;
  passTo(realMs: number): void;
  setClock(wallMs: number): void;
  crash(kind: 'kill' | 'power'): void;
  start(): void;
  backUp(): void;
  lose(loss: Loss): void;
  enrol(stopAfter?: 'journal' | 'database'): void;
  /** Sends everything to the centre, whose answer tells the kiosk the time. */
  hearTime(): void;
  ask(): Message;
  hear(message: Message): void;
  slot(): number | null;
  /** The labels of all numbers in the sequence of their issue, including numbers that no person has seen. */
  labels(): string[];
  seen(): string[];
  broken(): Violation | null;
  /** Starts every kiosk, delivers everything and returns the promises that are then broken. No other call may follow this call. */
  missing(): Violation[];
}

export function openOffice(variant: Variant): Office {
  const papers: string[] = [];
  const world = createWorld(variant, { kiosks: 1, series: 1, atMs: MADRID_MORNING }, (line) => {
    const printed = /prints (\w+) of/.exec(line)?.[1];
    if (printed !== undefined) papers.push(printed);
  });
  const kiosk = first(world.kiosks);
  const askNow = () => {
    const message = ask(world, kiosk);
    if (message === null) throw new Error('the kiosk is down or offline');
    return message;
  };
  const labels = (which: (shown: boolean) => boolean) =>
    world.tickets.filter(({ shown }) => which(shown)).map((ticket) => labelOf(ticket));
  return {
    take: (crashing) => press(world, kiosk, 0, crashing ?? null),
    takeAgain: () => press(world, kiosk, 0, null, { again: true }),
    printAll() {
      papers.length = 0;
      while (kiosk.waiting.length > 0) print(world, kiosk);
      return [...papers];
    },
    reprint(ticket) {
      papers.length = 0;
      reprint(world, kiosk, ticket);
      return papers.length > 0;
    },
    passTo(realMs) {
      world.realMs = realMs;
    },
    setClock: (wallMs) => setClock(world, kiosk, wallMs - world.realMs),
    crash: (kind) => crash(world, kiosk, kind, false),
    start: () => start(world, kiosk),
    backUp: () => backUp(world, kiosk),
    lose: (loss) => lose(world, kiosk, loss),
    enrol: (stopAfter) => enrol(world, kiosk, stopAfter ?? 'backups'),
    hearTime: () => hearCentre(world, kiosk, reachCentre(world, askNow())),
    ask: () => reachCentre(world, askNow()),
    hear: (message) => hearCentre(world, kiosk, message),
    slot: () => kiosk.database?.slot ?? null,
    labels: () => labels(() => true),
    seen: () => labels((shown) => shown),
    broken: () => world.broken,
    missing() {
      settle(world);
      return world.broken === null ? [] : [world.broken];
    },
  };
}

function first(kiosks: readonly Kiosk[]): Kiosk {
  const [kiosk] = kiosks;
  if (kiosk === undefined) throw new Error('an office without a kiosk');
  return kiosk;
}
