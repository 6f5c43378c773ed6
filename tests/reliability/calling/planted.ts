import { lifeOf } from '../../../src-main/domain/ticket-life.ts';
import type { Variant } from './hub.ts';
import type { CallingPromise } from './world.ts';

export const OURS: Variant = {
  life: lifeOf,
  keeps: true,
  knowsOrders: true,
  seesAtOnce: true,
  ranks: true,
  tellsAll: true,
  keepsIds: true,
  keepsOrders: true,
  tellsLost: true,
  hearsOnce: true,
  leavesParked: false,
};

/** Faulty variants of the program that a programmer might write; each breaks a promise. */
export const PLANTS: readonly { name: string; breaks: readonly CallingPromise[]; variant: Variant }[] = [
  {
    name: 'answers before what it answers is on the disk',
    breaks: ['lost'],
    variant: { ...OURS, keeps: false },
  },
  {
    name: 'carries an order out as often as it is sent',
    breaks: ['repeated'],
    variant: { ...OURS, knowsOrders: false },
  },
  {
    name: 'shows the next desk what was so a moment ago',
    breaks: ['double'],
    variant: { ...OURS, seesAtOnce: false },
  },
  {
    name: 'orders what happened by when it heard of it',
    breaks: ['order', 'double'],
    variant: { ...OURS, life: (events) => lifeOf(events.map((event, at) => ({ ...event, rank: at + 1 }))) },
  },
  {
    name: 'ranks what it does as if it knew of nothing',
    breaks: ['lost', 'double', 'order'],
    variant: { ...OURS, ranks: false },
  },
  {
    name: 'does not tell the other kiosk whom it has finished with',
    breaks: ['order', 'lost'],
    variant: { ...OURS, tellsAll: false },
  },
  {
    name: 'takes what another kiosk tells again for something new',
    breaks: ['repeated'],
    variant: { ...OURS, hearsOnce: false },
  },
  {
    name: 'sends what was not answered under another id',
    breaks: ['repeated'],
    variant: { ...OURS, keepsIds: false },
  },
  {
    name: 'tells no desk that another one has its number',
    breaks: ['untold'],
    variant: { ...OURS, tellsLost: false },
  },
  {
    name: 'keeps a parked number for a desk whose clerk went home',
    breaks: ['lost'],
    variant: { ...OURS, leavesParked: true },
  },
];
