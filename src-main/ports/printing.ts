/** What use cases need of a printer; the contract is the hardware's own. */
export type {
  Bitmap,
  Printer,
  PrinterCondition,
  PrintResult,
  SlipBlock,
  SlipDocument,
  Wording,
} from '../../hardware/printer/contract.ts';
