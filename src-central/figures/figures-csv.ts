import type { FigureRow, OfficeFigures } from '../../src-main/contract/centre/figures.ts';
import { csvLine } from '../csv.ts';

const COLUMNS = [
  ...(['serviceId', 'channel', 'hour', 'tickets', 'served', 'noShow', 'left', 'withdrawn', 'voided', 'open'] as const),
  ...(['paperFailed', 'waitHalf', 'waitNineOfTen', 'errands'] as const),
] as const satisfies readonly (keyof FigureRow)[];

/** The mark of a hidden value, because an empty cell would read as zero. */
const HIDDEN = '*';

/** The figures of an office and a month as CSV. */
export const figuresCsv = ({ officeId, month, rows }: OfficeFigures): string =>
  [
    csvLine(['officeId', 'month', ...COLUMNS]),
    ...rows.map((row) => csvLine([officeId, month, ...COLUMNS.map((column) => row[column] ?? HIDDEN)])),
  ].join('');
