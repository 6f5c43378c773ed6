/** Conditions of a printer that have words for the staff. */
const PRINTER_WORDS = [
  'paper-low',
  'paper-out',
  'cover-open',
  'cutter-error',
  'overheated',
  'printer-error',
  'printer-offline',
  'printer-unreachable',
  'unknown-answer',
  'no-printer',
] as const;

export const printerWordOf = (condition: string): (typeof PRINTER_WORDS)[number] =>
  PRINTER_WORDS.find((word) => word === condition) ?? 'printer-error';
