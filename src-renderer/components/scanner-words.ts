/** What keeps a reader of codes from reading, in words for the technician. */
const SCANNER_FAULTS = ['not-there', 'no-permission', 'in-use', 'not-a-device', 'failed'] as const;

export const scannerFaultOf = (condition: string): (typeof SCANNER_FAULTS)[number] =>
  SCANNER_FAULTS.find((fault) => fault === condition) ?? 'failed';
