import type { Variant } from './kiosk.ts';
import type { FromHomePromise } from './world.ts';

export const OURS: Variant = {
  remembersRequests: true,
  asksAnother: false,
  hasQuota: true,
  waitsForHolder: true,
  keepsShare: true,
  answersFromDisk: true,
  holds: true,
  putsBehind: true,
  tellsArrivals: true,
};

/** Faulty variants of the program that a programmer might write; each breaks a promise. */
export const PLANTS: readonly { name: string; breaks: readonly FromHomePromise[]; variant: Variant }[] = [
  { name: 'remembers no request', breaks: ['twice'], variant: { ...OURS, remembersRequests: false } },
  { name: 'asks another kiosk where one is silent', breaks: ['twice'], variant: { ...OURS, asksAnother: true } },
  { name: 'has no quota', breaks: ['quota'], variant: { ...OURS, hasQuota: false } },
  { name: 'calls who has not come', breaks: ['unproven'], variant: { ...OURS, waitsForHolder: false } },
  { name: 'lets turns from home pass without a share', breaks: ['passed'], variant: { ...OURS, keepsShare: false } },
  { name: 'answers before the number is on disk', breaks: ['lost'], variant: { ...OURS, answersFromDisk: false } },
  { name: 'puts a turn behind too soon', breaks: ['ended'], variant: { ...OURS, holds: false } },
  { name: 'ends a turn at its first absence', breaks: ['ended'], variant: { ...OURS, putsBehind: false } },
  {
    name: 'does not tell the other kiosk who has come',
    breaks: ['lost', 'ended', 'order'],
    variant: { ...OURS, tellsArrivals: false },
  },
];
