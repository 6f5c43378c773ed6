/** What use cases need of a printer; the contract is the hardware's own. */
export type {
  Bitmap,
  PaperBlock,
  PaperDocument,
  Printer,
  PrinterCondition,
  PrintOutcome,
  Wording,
} from '../../hardware/printer/contract.ts';
