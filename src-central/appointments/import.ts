import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  AppointmentOrder,
  AppointmentReference,
  IMPORT_COLUMNS,
  type ImportColumn,
  type ImportReport,
  MAX_IMPORT_ROWS,
} from '../../src-main/contract/centre/appointments.ts';
import { OfficeId } from '../../src-main/contract/shared/ids.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { instantOfLocal } from '../../src-main/domain/service-day.ts';
import { instantOf } from '../clock.ts';
import { newestOffice } from '../configuration/newest-office.ts';
import type { Centre } from '../replica-context.ts';
import { parsePart } from '../server/body.ts';
import { type ChannelCaller, type Handler, type Refusal, refuseMember } from '../server/operation.ts';
import { type Booked, book, hashAhead } from './book.ts';
import type { NumberHashes } from './number-hash.ts';
import { readCsv } from './read-csv.ts';

/** Imports a CSV file. Each row is its own transaction, so a broken connection or a refused row undoes no other row. */
export const importAppointments =
  (centre: Centre): Handler<'importAppointments'> =>
  async ({ body, caller }) => {
    const rows = await readRows(body);
    if (!rows.ok) return rows;
    const report: ImportReport = { rows: rows.value.length, created: 0, changed: 0, unchanged: 0, refused: [] };
    let rowNo = 0;
    for await (const read of inTurn(rows.value, (row) => readRow(centre, caller, row))) {
      // A row may be refused without waiting for the database, so many such rows one after another would block all other requests.
      if (rowNo % ROWS_OF_TURN === 0) await nextTurn();
      rowNo += 1;
      const booked = read.ok ? await bookRow(centre, caller, read.value) : read;
      if (booked.ok) report[booked.value.did] += 1;
      else report.refused.push({ row: rowNo, ...reasonOf(booked.error) });
    }
    return succeed({ body: report });
  };

const ROWS_OF_TURN = 20;

type Row = Partial<Record<ImportColumn, string>>;

/**
 * The refusal of a row with more cells than the header. One of the cells may contain an unescaped separator, so it is unknown which cell
 * belongs to which column.
 */
const LONG_ROW = refuse({
  kind: 'malformed-request' as const,
  errors: [{ pointer: '', detail: 'more cells than columns' }],
});

const malformed = (detail: string) => refuseMember('malformed-request', '/body', detail);

/** Reads the rows of the file. Refusals repeat nothing from the file, because its first row may be a data row with a document number. */
async function readRows(text: string): Promise<Result<(Row | null)[], Refusal>> {
  const records = await readCsv(text, MAX_IMPORT_ROWS);
  if (!records.ok) return records;
  const [header = [], ...rows] = records.value;
  const columns: ImportColumn[] = [];
  for (const [index, name] of header.entries()) {
    const column = columnOf(name);
    if (column === null) return malformed(`column ${index + 1} has an unknown name`);
    if (columns.includes(column)) return malformed(`the column ${column} appears twice`);
    columns.push(column);
  }
  for (const [column, need] of Object.entries(IMPORT_COLUMNS))
    if (need === 'needed' && !columns.some((name) => name === column))
      return malformed(`the column ${column} is missing`);
  return succeed(
    rows.map((cells) =>
      cells.length > columns.length
        ? null
        : Object.fromEntries(columns.flatMap((column, index) => (cells[index] ? [[column, cells[index]]] : []))),
    ),
  );
}

const NAMES = Object.keys(IMPORT_COLUMNS) as ImportColumn[];
const columnOf = (name: string): ImportColumn | null =>
  NAMES.find((column) => column.toLowerCase() === name.toLowerCase()) ?? null;

/**
 * At most this many rows, with the row that is being booked, are prepared at the same time, because hashing their document numbers takes
 * time.
 */
const READ_AHEAD = 6;

/** Yields the results of `make` in the sequence of `items`, and already runs `make` for up to `READ_AHEAD` − 1 later items. */
async function* inTurn<T, R>(items: readonly T[], make: (item: T) => Promise<R>): AsyncGenerator<R> {
  const begun: Promise<R>[] = [];
  for (let index = 0; index < items.length; index += 1) {
    for (const item of items.slice(begun.length, index + READ_AHEAD)) {
      const made = make(item);
      // The caller that awaits the promise receives the error.
      made.catch(() => undefined);
      begun.push(made);
    }
    const [next] = begun.slice(index, index + 1);
    if (next) yield await next;
  }
}

interface ReadRow {
  reference: AppointmentReference;
  order: AppointmentOrder;
  numbers: NumberHashes;
}

async function readRow(centre: Centre, caller: ChannelCaller, row: Row | null): Promise<Result<ReadRow, Refusal>> {
  if (row === null) return LONG_ROW;
  const { reference, ...cells } = row;
  const name = parsePart(AppointmentReference, reference, 'reference');
  if (!name.ok) return name;
  const order = parsePart(AppointmentOrder, { ...cells, ...(await startOf(centre, caller, row)) }, 'body');
  if (!order.ok) return order;
  const numbers = await hashAhead(centre.database, centre.keyring, caller, name.value, order.value);
  return succeed({ reference: name.value, order: order.value, numbers });
}

const bookRow = (
  centre: Centre,
  caller: ChannelCaller,
  { reference, order, numbers }: ReadRow,
): Promise<Result<Booked, Refusal>> =>
  centre.database.transaction((queries) => book(queries, centre, caller, reference, order, numbers));

async function startOf(
  { database }: Centre,
  { cityId }: ChannelCaller,
  { officeId, start }: Row,
): Promise<{ start?: string }> {
  const office = OfficeId.safeParse(officeId);
  if (start === undefined || !office.success || /(Z|[+-]\d{2}:\d{2})$/i.test(start)) return {};
  const details = await newestOffice(database, { cityId, officeId: office.data });
  const startMs = details && instantOfLocal(start, details.zone);
  return startMs === null ? {} : { start: instantOf(startMs) };
}

function reasonOf({ kind, errors }: Refusal): { column: string | null; detail: string } {
  const [first] = errors ?? [];
  const column = NAMES.find((name) => first?.pointer.endsWith(`/${name}`)) ?? null;
  return { column, detail: first ? first.detail : kind };
}
