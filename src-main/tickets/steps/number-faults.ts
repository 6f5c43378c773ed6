import type { GivenTwice, OfficeBook } from '../../calling/ports/office-book.ts';
import type { CentreMemory } from '../../centre/ports/centre-memory.ts';
import { formatLabel } from '../../domain/numbering.ts';
import type { Log } from '../../ports/log.ts';
import type { CallableNumber, DayBook } from '../ports/day-book.ts';
import type { NumberFaults } from '../ports/number-faults.ts';
import type { ServiceDayReading } from '../ports/service-day.ts';

export interface NumberFaultsParts {
  day: Pick<DayBook, 'all'>;
  book: Pick<OfficeBook, 'heard'>;
  centre: Pick<CentreMemory, 'clashes'>;
  today: Pick<ServiceDayReading, 'now'>;
  hasSameSlot: () => boolean;
  /** Labels that two tickets carry, because both this kiosk and another kiosk with the same slot issued them. */
  clashesWithSame: () => readonly GivenTwice[];
  log: Log;
}

export interface WatchedNumbers extends NumberFaults {
  /** Searches again for numbers that two tickets have. Called at every heartbeat of the core. */
  look(): void;
}

export function createNumberFaults({
  day,
  book,
  centre,
  today,
  hasSameSlot,
  clashesWithSame,
  log,
}: NumberFaultsParts): WatchedNumbers {
  const said = new Set<string>();
  // The search reads every ticket of the day, so no touch waits for it: `notice` shows the result of the search at the last heartbeat.
  let hasClash = false;
  let held: { of: readonly unknown[]; labels: readonly string[] } = { of: [], labels: [] };
  function clashes(): readonly string[] {
    const now = today.now();
    const { serviceDay } = now;
    const [own, heard, known] = [day.all(now), book.heard(now), centre.clashes()];
    // An unreadable disk adds no clash to this list; the technician's page shows the fault.
    const of = [own.ok ? own.value : [], heard.ok ? heard.value : []] as const;
    const sources = [...of, known, serviceDay];
    if (held.of.length !== sources.length || sources.some((source, at) => source !== held.of[at])) {
      const ofCentre = known.flatMap((one) =>
        one.serviceDay === serviceDay ? [formatLabel(one.series, one.number)] : [],
      );
      held = { of: sources, labels: [...new Set([...twiceIn(of.flat()), ...ofCentre])].toSorted() };
    }
    const same = clashesWithSame().flatMap((one) => (one.serviceDay === serviceDay ? [one.label] : []));
    return same.length === 0 ? held.labels : [...new Set([...held.labels, ...same])].toSorted();
  }
  return {
    clashes,
    notice: () => (hasSameSlot() ? 'same-slot' : hasClash ? 'number-clash' : null),
    look() {
      const { serviceDay } = today.now();
      const labels = clashes();
      hasClash = labels.length > 0;
      for (const label of labels) {
        const name = `${serviceDay} ${label}`;
        if (!said.has(name)) log.event('number-clash', { detail: label });
        said.add(name);
      }
    },
  };
}

/** Returns labels that several valid tickets carry. Withdrawn and voided tickets are not valid: no citizen keeps their numbers. */
function twiceIn(numbers: readonly CallableNumber[]): string[] {
  const valid = numbers.filter(({ ticket, isVoided }) => !isVoided && ticket.withdrawnAtMs === null);
  const byLabel = Map.groupBy(valid, ({ ticket }) => ticket.label);
  const isTwice = (same: typeof valid) => new Set(same.map(({ ticket }) => ticket.ticketId)).size > 1;
  return [...byLabel].flatMap(([label, same]) => (isTwice(same) ? [label] : []));
}
