/** The printer's types are defined in `hardware`; the kiosk's features import them from here. */
export type {
  Bitmap,
  Printer,
  PrinterCondition,
  PrintResult,
  SlipBlock,
  SlipDocument,
  Wording,
} from '../../../hardware/printer/contract.ts';
