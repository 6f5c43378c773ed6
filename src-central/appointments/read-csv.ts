import { setImmediate as nextTurn } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { type Refusal, refuseMember } from '../server/operation.ts';

/** Read at once; then everybody else has a turn. The parser takes a tenth of a millisecond for a row of another length than the header, if only two bytes. */
const SLICE_BYTES = 1_024;
/** The longest row that the columns allow has less than a thousand characters. */
const MOST_ROW_BYTES = 8_192;
const MOST_CELLS = 100;
/** A spreadsheet writes rows of nothing below its table: so many for each row that may be. */
const EMPTY_ROWS_PER_ROW = 10;

const refused = (kind: 'malformed-request' | 'too-large', detail: string): { ok: false; error: Refusal } =>
  kind === 'too-large' ? refuse({ kind, detail }) : refuseMember(kind, '/body', detail);

/**
 * The rows of a CSV, the header first; rows of empty cells are passed over. However it is made, it holds up nobody else: it is
 * read in slices, and not to its end where one row or the number of rows is beyond its bound.
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
    // Taken here, and not from the stream: thousands of short rows in one slice would cost it a second.
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
