import type { Clock } from '../../ports/clock.ts';
import type { CentreMemory } from '../ports/centre-memory.ts';

const KEEP_CONTACT_EVERY_MS = 60_000;

/** Time of the centre's last signed answer, milliseconds since 1970. */
export interface Contact {
  lastMs(): number | null;
  heard(): void;
}

export function createContact(
  memory: Pick<CentreMemory, 'lastContactMs' | 'keepLastContact'>,
  clock: Clock,
  isClosed: () => boolean,
): Contact {
  let lastMs = memory.lastContactMs();
  let keptAtMs = Number.NEGATIVE_INFINITY;
  return {
    lastMs: () => lastMs,
    heard() {
      lastMs = clock.wallMs();
      const now = clock.monotonicMs();
      if (isClosed() || now - keptAtMs < KEEP_CONTACT_EVERY_MS) return;
      keptAtMs = now;
      // Result ignored: the value is only displayed, and saved again a little later.
      memory.keepLastContact(lastMs);
    },
  };
}
