import { setImmediate as nextTurn } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { type Refusal, refuseMember } from '../server/operation.ts';

/**
 * This many bytes are parsed before other requests get their turn. The parser takes 0.1 ms for a row with too many or too few cells, even
 * if the row has only two bytes.
 */
const SLICE_BYTES = 1_024;
/** The longest valid row has fewer than a thousand characters. */
const MOST_ROW_BYTES = 8_192;
const MOST_CELLS = 100;
/** Spreadsheets write empty rows below a table. This many empty rows are permitted for each row that may be imported. */
const EMPTY_ROWS_PER_ROW = 10;

const refused = (kind: 'malformed-request' | 'too-large', detail: string): { ok: false; error: Refusal } =>
  kind === 'too-large' ? refuse({ kind, detail }) : refuseMember(kind, '/body', detail);

/**
 * Reads the rows of a CSV file, the header first, without empty rows. Parses the file in slices, and stops at a row that is too long or
 * after too many rows, so that no file can block other requests.
 */
export async function readCsv(text: string, mostRows: number): Promise<Result<string[][], Refusal>> {
  const bytes = Buffer.from(text);
  const [firstLine = ''] = text.slice(0, MOST_ROW_BYTES).split(/\r?\n/, 1);
  const tooMany = refused('too-large', `more than ${mostRows} rows`);
  const rows: string[][] = [];
  const found: { fault: ReturnType<typeof refused> | null } = { fault: null };
  let bytesOfRow = 0;
  let seen = 0;
  const parser = parse({
    delimiter: firstLine.includes(';') ? ';' : ',',
    relax_column_count: true,
    max_record_size: MOST_ROW_BYTES,
    trim: true,
    // Rows are collected in this callback, because reading them from the stream would take a second for thousands of short rows in one
    // slice.
    on_record: (cells: string[]) => {
      bytesOfRow = 0;
      seen += 1;
      if (cells.length > MOST_CELLS) found.fault ??= refused('too-large', `a row has more than ${MOST_CELLS} cells`);
      else if (cells.some((cell) => cell !== '')) rows.push(cells);
      return null;
    },
  });
  parser.resume();
  const ended = new Promise<void>((resolve) => {
    parser.once('close', resolve);
    parser.once('error', (error) => {
      found.fault ??= refused('malformed-request', `no CSV: ${error instanceof CsvError ? error.code : 'unreadable'}`);
    });
  });
  for (let from = 0; from < bytes.length && found.fault === null; from += SLICE_BYTES) {
    const slice = bytes.subarray(from, from + SLICE_BYTES);
    bytesOfRow += slice.length;
    parser.write(slice);
    await nextTurn();
    if (bytesOfRow > MOST_ROW_BYTES)
      found.fault ??= refused('too-large', `a row has more than ${MOST_ROW_BYTES} bytes`);
    if (rows.length > mostRows + 1 || seen > mostRows * EMPTY_ROWS_PER_ROW) found.fault ??= tooMany;
  }
  if (found.fault === null) parser.end();
  else parser.destroy();
  await ended;
  if (found.fault !== null) return found.fault;
  return rows.length > mostRows + 1 ? tooMany : succeed(rows);
}
