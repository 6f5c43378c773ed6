import type { CentreMemory } from '../../centre/ports/centre-memory.ts';
import type { Result } from '../../domain/result.ts';
import type { Log } from '../../ports/log.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';

export interface AppointmentsAtStart {
  prepareKept(): Promise<Result<null, StoreFailure>>;
  wipeUnlessAllowed(): boolean;
  destroyOldKeys(): void;
  reload(): boolean;
  heldIn(): 'disk' | 'memory' | null;
}

/**
 * Loads the keys of stored appointments, destroys keys whose day is over, and deletes appointments that must not be on this disk. If some
 * appointments are missing, the centre is asked for all of them again.
 */
export async function wakeAppointments(
  appointments: AppointmentsAtStart,
  centre: Pick<CentreMemory, 'forgetCursor'>,
  log: Log,
): Promise<void> {
  const prepared = await appointments.prepareKept();
  if (!prepared.ok) log.event(prepared.error.kind, { detail: prepared.error.detail });
  if (appointments.wipeUnlessAllowed()) log.event('appointments-wiped', {});
  appointments.destroyOldKeys();
  if (!appointments.reload()) {
    const forgotten = centre.forgetCursor();
    if (!forgotten.ok) log.event(forgotten.error.kind, { detail: forgotten.error.detail });
  }
  if (appointments.heldIn() === 'memory') log.event('appointments-in-memory', {});
}
