export const PRINTER_FAULTS = [
  'paper-out',
  'cover-open',
  'cutter-error',
  'overheated',
  'printer-error',
  'printer-offline',
  'printer-unreachable',
  'unknown-answer',
] as const;

/** With `paper-low` the printer prints and needs a new roll. The event catalogue gives the severity of each condition. */
export const PRINTER_CONDITIONS = ['ready', 'paper-low', ...PRINTER_FAULTS] as const;
export type PrinterCondition = (typeof PRINTER_CONDITIONS)[number];

interface PrinterConditionRow {
  readonly prints: boolean;
  /** `lacks`: little paper or none. `has`: enough for the next tickets. `null`: unknown. */
  readonly paper: 'has' | 'lacks' | null;
}

const STOPPED: PrinterConditionRow = { prints: false, paper: null };

export const PRINTER_CONDITION: Readonly<Record<PrinterCondition, PrinterConditionRow>> = {
  ready: { prints: true, paper: 'has' },
  'paper-low': { prints: true, paper: 'lacks' },
  'paper-out': { prints: false, paper: 'lacks' },
  'cover-open': STOPPED,
  'cutter-error': STOPPED,
  overheated: STOPPED,
  'printer-error': STOPPED,
  'printer-offline': STOPPED,
  'printer-unreachable': STOPPED,
  'unknown-answer': STOPPED,
};

export const SCANNER_FAULTS = ['not-there', 'no-permission', 'in-use', 'not-a-device', 'failed'] as const;
type ScannerFault = (typeof SCANNER_FAULTS)[number];

/** A scanner that types like a keyboard has the condition `wedge`, because it reports none. */
export const SCANNER_CONDITIONS = ['opening', 'ready', 'wedge', ...SCANNER_FAULTS] as const;
export type ScannerCondition = (typeof SCANNER_CONDITIONS)[number];

export const DISPLAY_FAULTS = [...SCANNER_FAULTS, 'unknown-model'] as const;
type DisplayFault = (typeof DISPLAY_FAULTS)[number];
export const DISPLAY_CONDITIONS = ['opening', 'ready', ...DISPLAY_FAULTS] as const;
export type DisplayCondition = (typeof DISPLAY_CONDITIONS)[number];

export const isDisplayFault = (condition: DisplayCondition): condition is DisplayFault =>
  DISPLAY_FAULTS.some((fault) => fault === condition);

export const SCANNER_READS: Readonly<Record<ScannerCondition, boolean>> = {
  opening: false,
  ready: true,
  wedge: true,
  'not-there': false,
  'no-permission': false,
  'in-use': false,
  'not-a-device': false,
  failed: false,
};

export const isScannerFault = (condition: ScannerCondition): condition is ScannerFault =>
  SCANNER_FAULTS.some((fault) => fault === condition);
