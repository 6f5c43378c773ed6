import type { FigureRow, OfficeFigures } from '../../src-main/contract/centre/figures.ts';
import { csvLine } from '../csv.ts';

const COLUMNS = [
  ...(['serviceId', 'channel', 'hour', 'tickets', 'served', 'noShow', 'left', 'withdrawn', 'voided', 'open'] as const),
  ...(['paperFailed', 'waitHalf', 'waitNineOfTen', 'errands'] as const),
] as const satisfies readonly (keyof FigureRow)[];

/** A hidden value has this mark, because an empty cell would read as zero. */
const HIDDEN = '*';

export const figuresCsv = ({ officeId, month, rows }: OfficeFigures): string =>
  [
    csvLine(['officeId', 'month', ...COLUMNS]),
    ...rows.map((row) => csvLine([officeId, month, ...COLUMNS.map((column) => row[column] ?? HIDDEN)])),
  ].join('');
