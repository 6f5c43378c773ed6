import type { Fault } from '../fault.ts';

export const CALLING_FAULTS: readonly Fault[] = [
  {
    means: 'of two desks that call one number, each believes that it has it, by what it heard of first',
    file: 'src-main/domain/ticket-life.ts',
    snippet: 'return [...byId.values()].toSorted(inOrder);',
    replacement: 'return [...byId.values()];',
    noticedBy: ['tests/unit/src-main/domain/ticket-life.test.ts'],
  },
  {
    means: 'two calls of one rank are ordered by who heard of them first',
    file: 'src-main/domain/ticket-life.ts',
    snippet: 'one.rank - other.rank || compare(one.by, other.by) || compare(one.id, other.id);',
    replacement: 'one.rank - other.rank;',
    noticedBy: ['tests/unit/src-main/domain/ticket-life.test.ts'],
  },
  {
    means: 'two that claim one id are seen otherwise by whoever heard of them in another order',
    file: 'src-main/domain/ticket-life.ts',
    snippet: 'if (held === undefined || textOf(event) < textOf(held)) byId.set(event.id, event);',
    replacement: 'if (held === undefined) byId.set(event.id, event);',
    noticedBy: ['tests/unit/src-main/domain/ticket-life.test.ts'],
  },
  {
    means: 'a call that was heard of twice is lost to the desk that made it',
    file: 'src-main/domain/ticket-life.ts',
    snippet: 'const all = mergeLife(events, []);',
    replacement: 'const all = events.toSorted(inOrder);',
    noticedBy: ['tests/unit/src-main/domain/ticket-life.test.ts'],
  },
  {
    means: 'the desk whose call lost is not told, and waits for nobody',
    file: 'src-main/domain/ticket-life.ts',
    snippet: 'return life.desk === desk ? life : losing(life, id, desk, life.desk);',
    replacement: 'return life;',
    noticedBy: ['tests/unit/src-main/domain/ticket-life.test.ts'],
  },
  {
    means: 'a ticket that the city voided is called by a desk that had not heard of it',
    file: 'src-main/domain/ticket-life.ts',
    snippet: 'if (standing.some(({ act }) => act.kind === kind)) return',
    replacement: 'if (standing.at(-1)?.act.kind === kind) return',
    noticedBy: ['tests/unit/src-main/domain/ticket-life.test.ts'],
  },
  {
    means: 'whoever was served during an outage is called again',
    file: 'src-main/storage/day-book.ts',
    snippet: 'SERVED}`;',
    replacement: 'VOIDED}`;',
    noticedBy: ['tests/integration/core/staff.test.ts'],
  },
  {
    means: 'an appointment whose hour has not come is taken for served with the numbers before it',
    file: 'src-main/storage/served-marks.ts',
    snippet: 'AND check_in.start_ms > mark.appointments_until_ms))`;',
    replacement: 'AND check_in.start_ms IS NULL))`;',
    noticedBy: ['tests/unit/src-main/storage/served-marks.test.ts'],
  },
  {
    means: 'what the staff took back is served at the centre, where the kiosk says that it waits',
    file: 'src-central/projections/served-events.ts',
    snippet: 'AND NOT EXISTS (SELECT 1 FROM served_undo AS undone WHERE',
    replacement: 'AND NOT EXISTS (SELECT 1 FROM served_undo AS undone WHERE false AND',
    noticedBy: ['tests/integration/central/served.test.ts'],
  },
  {
    means: 'whom the staff served waits again once the database is lost',
    file: 'src-main/storage/restored-rows.ts',
    snippet: "if (known?.type === 'numbers-served') rows.put(known.payload, atMs);",
    replacement: '',
    noticedBy: ['tests/unit/src-main/storage/served-marks.test.ts'],
  },
];
