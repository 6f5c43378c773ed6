/** The printer's contract is defined in hardware; use cases import it from here. */
export type {
  Bitmap,
  Printer,
  PrinterCondition,
  PrintResult,
  SlipBlock,
  SlipDocument,
  Wording,
} from '../../../hardware/printer/contract.ts';
