import { confirmClock } from '../../../src-main/tickets/rules/time-label.ts';
import type { Kiosk, World } from './state.ts';
import { dayOf } from './world.ts';

export const wallOf = (world: World, kiosk: Kiosk): number => world.realMs + kiosk.wallOffsetMs;
export const monotonicOf = (world: World, kiosk: Kiosk): number => world.realMs - kiosk.bootedAtMs;

export function setClock(world: World, kiosk: Kiosk, offsetMs: number): void {
  kiosk.previousOffsetMs = kiosk.wallOffsetMs;
  kiosk.wallOffsetMs = offsetMs;
  world.counts.jumps += 1;
  world.tell?.(`kiosk ${kiosk.index}: its clock says ${new Date(wallOf(world, kiosk)).toISOString()}`);
}

export function confirm(world: World, kiosk: Kiosk): void {
  if (!kiosk.running || kiosk.database === null) return;
  kiosk.database.clock = confirmClock(wallOf(world, kiosk), dayOf);
  world.tell?.(`kiosk ${kiosk.index}: a person finds its clock right`);
}
