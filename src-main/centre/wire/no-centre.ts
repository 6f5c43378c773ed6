import { refuse, succeed } from '../../domain/result.ts';
import type { Centre } from '../ports/centre.ts';
import type { SlotToTake } from '../ports/centre-memory.ts';
import { NO_OFFICE_HOURS } from './office-hours.ts';

export const noCentre = ({ identity }: { identity: SlotToTake | null }): Centre => ({
  status: () => ({
    state: 'none',
    url: null,
    environment: null,
    kioskId: null,
    slot: identity?.slot ?? null,
    pairing: null,
    trouble: null,
    seen: false,
    isAsked: false,
    authority: null,
    lastContactMs: null,
    unsent: 0,
    deadLetters: 0,
    clockOffsetMs: null,
    keyPlace: null,
    appointmentsIn: null,
    profileVersion: null,
  }),
  hours: NO_OFFICE_HOURS,
  startPairing: () => {},
  stopPairing: () => {},
  tryNow: () => {},
  isAsking: () => false,
  offeredAuthority: () => null,
  requeueDeadLetters: () => succeed(null),
  rotateKey: () => {},
  onChange: () => {},
  onAcknowledged: () => {},
  onOrdered: () => {},
  sendDiagnostics: () => Promise.resolve(refuse({ kind: 'not-paired' })),
});
