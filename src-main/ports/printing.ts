/** What use cases need of a printer; the contract is the hardware's own. */
export type {
  PaperBlock,
  PaperDocument,
  Printer,
  PrinterCondition,
  PrintOutcome,
} from '../../hardware/printer/contract.ts';
