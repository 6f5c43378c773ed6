import { CsvError, parse } from 'csv-parse/sync';
import {
  AppointmentOrder,
  AppointmentReference,
  IMPORT_COLUMNS,
  type ImportColumn,
  type ImportReport,
  MAX_IMPORT_ROWS,
} from '../../src-main/contract/central-api/appointments.ts';
import { OfficeId } from '../../src-main/contract/office-profile.ts';
import { type Result, refuse, succeed } from '../../src-main/contract/result.ts';
import { instantOfLocal } from '../../src-main/domain/service-day.ts';
import type { Centre } from '../centre.ts';
import { instantOf } from '../clock.ts';
import { newestOffice } from '../configuration/newest-office.ts';
import { parsePart } from '../server/body.ts';
import type { ChannelCaller, Handler, Refusal } from '../server/operation.ts';
import { type Booked, book } from './book.ts';

/** Each row is a transaction: a connection that breaks off, or a row that is refused, undoes no other. */
export const importAppointments =
  (centre: Centre): Handler<'importAppointments'> =>
  async ({ body, caller }) => {
    const rows = readRows(body);
    if (!rows.ok) return rows;
    const report: ImportReport = { rows: rows.value.length, created: 0, changed: 0, unchanged: 0, refused: [] };
    for (const [index, row] of rows.value.entries()) {
      const booked = row === null ? LONG_ROW : await bookRow(centre, caller, row);
      if (booked.ok) report[booked.value.did] += 1;
      else report.refused.push({ row: index + 1, ...reasonOf(booked.error) });
    }
    return succeed({ body: report });
  };

type Row = Partial<Record<ImportColumn, string>>;

/** Perhaps a separator within a cell: what stands where is not known. */
const LONG_ROW = refuse({
  kind: 'malformed-request' as const,
  errors: [{ pointer: '', detail: 'more cells than columns' }],
});

const malformed = (detail: string) => refuse({ kind: 'malformed-request' as const, detail });

/** Nothing of a file is repeated in a refusal: what stands in a header may be a row with a number in it. */
function readRows(text: string): Result<(Row | null)[], Refusal> {
  const [firstLine = ''] = text.split(/\r?\n/, 1);
  let records: string[][];
  try {
    records = parse(text, {
      delimiter: firstLine.includes(';') ? ';' : ',',
      relax_column_count: true,
      skip_records_with_empty_values: true,
      to: MAX_IMPORT_ROWS + 2,
      trim: true,
    });
  } catch (error) {
    if (error instanceof CsvError) return malformed(`no CSV: ${error.code}`);
    throw error;
  }
  const [header = [], ...rows] = records;
  if (rows.length > MAX_IMPORT_ROWS) return refuse({ kind: 'too-large', detail: `more than ${MAX_IMPORT_ROWS} rows` });
  const columns: ImportColumn[] = [];
  for (const [index, name] of header.entries()) {
    const column = columnOf(name);
    if (column === null) return malformed(`column ${index + 1} has another name than those of the description`);
    if (columns.includes(column)) return malformed(`the column ${column} is there twice`);
    columns.push(column);
  }
  for (const [column, need] of Object.entries(IMPORT_COLUMNS))
    if (need === 'needed' && !columns.some((name) => name === column)) return malformed(`there is no column ${column}`);
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

async function bookRow(centre: Centre, caller: ChannelCaller, row: Row): Promise<Result<Booked, Refusal>> {
  const { reference, ...cells } = row;
  const name = parsePart(AppointmentReference, reference, 'reference');
  if (!name.ok) return name;
  const order = parsePart(AppointmentOrder, { ...cells, ...(await startOf(centre, caller, row)) }, 'body');
  if (!order.ok) return order;
  return centre.database.transaction((queries) => book(queries, centre.clock, caller, name.value, order.value));
}

/** Local time of the office as an instant. */
async function startOf(
  { database }: Centre,
  { cityId }: ChannelCaller,
  { officeId, start }: Row,
): Promise<{ start?: string }> {
  const office = OfficeId.safeParse(officeId);
  if (start === undefined || !office.success || /(Z|[+-]\d{2}:\d{2})$/i.test(start)) return {};
  const facts = await newestOffice(database, { cityId, officeId: office.data });
  const startMs = facts && instantOfLocal(start, facts.zone);
  return startMs === null ? {} : { start: instantOf(startMs) };
}

function reasonOf({ kind, errors }: Refusal): { column: string | null; detail: string } {
  const [first] = errors ?? [];
  const column = NAMES.find((name) => first?.pointer.endsWith(`/${name}`)) ?? null;
  return { column, detail: first ? first.detail : kind };
}
