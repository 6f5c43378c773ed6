import type { EncryptionKeys } from '../ports/appointments.ts';
import type { CentreMemory } from '../ports/centre-memory.ts';
import type { Log } from '../ports/log.ts';

/** What of an appointment memory is put in order at a start. */
export interface AppointmentsAtStart {
  wipeUnlessAllowed(): boolean;
  destroyOldKeys(): void;
  reload(): boolean;
  heldIn(): 'disk' | 'memory' | null;
}

/**
 * Brings the keys of appointments to hand; those that outlived their day are gone, and so is what may not lie on this disk. Where some of it
 * is not there the centre is asked for everything anew.
 */
export async function wakeAppointments(
  appointments: AppointmentsAtStart,
  keys: Pick<EncryptionKeys, 'prepare'>,
  keyNames: readonly string[],
  centre: Pick<CentreMemory, 'forgetCursor'>,
  log: Log,
): Promise<void> {
  const prepared = await keys.prepare(keyNames);
  if (!prepared.ok) log.event(prepared.error.kind, { detail: prepared.error.detail });
  if (appointments.wipeUnlessAllowed()) log.event('appointments-wiped', {});
  appointments.destroyOldKeys();
  if (!appointments.reload()) {
    const forgotten = centre.forgetCursor();
    if (!forgotten.ok) log.event(forgotten.error.kind, { detail: forgotten.error.detail });
  }
  if (appointments.heldIn() === 'memory') log.event('appointments-in-memory', {});
}
