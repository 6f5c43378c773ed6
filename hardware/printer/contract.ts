/** The names of printer faults, which are the same in code, log, tests and manual. */
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
export type PrinterFault = (typeof PRINTER_FAULTS)[number];

/** The state that the printer reports. With `paper-low` it still prints, but soon needs a new roll. */
export type PrinterCondition = 'ready' | 'paper-low' | PrinterFault;

export const canPrint = (condition: PrinterCondition): condition is 'ready' | 'paper-low' =>
  condition === 'ready' || condition === 'paper-low';

/**
 * How one job ended. Only the printer's own confirmation makes it `printed`.
 * - `printed`: the printer confirmed that the whole job is on paper.
 * - `not-sent`: no byte reached the printer; printing it later is safe.
 * - `cancelled`: the printer dropped the rest; a piece may hang from the slot, no more will come out.
 * - `unknown`: the job may be printed or not; only a person may print it again.
 */
export type PrintResult =
  | { kind: 'printed' }
  | { kind: 'not-sent'; cause: PrinterFault }
  | { kind: 'cancelled'; cause: PrinterFault | 'no-answer' }
  | { kind: 'unknown'; cause: PrinterFault | 'no-answer' | 'link-lost' | 'no-confirmation' };

/** Dots of one colour, 1 is black: rows from the top, each padded to whole bytes, the leftmost dot in the highest bit. */
export interface Bitmap {
  widthDots: number;
  heightDots: number;
  /** `Math.ceil(widthDots / 8) * heightDots` bytes. */
  bytes: Uint8Array;
}

export interface Wording {
  text: string;
  /**
   * The BCP 47 tag of the text's language. It decides the direction, and the script's style for characters outside the printer's own
   * letters: `ur` is written in Nastaliq, `ar` in Naskh. Absent: left to right.
   */
  language?: string;
}

/**
 * `small` is the printer's smaller font, `tall` doubles the height, `large` doubles both. The sizes of large print follow the printer's
 * resolution: capitals of `big` are at least 5 mm high, capitals of `huge` at least 7.3 mm; the letters of a block shrink if a word would
 * be wider than the paper.
 */
export type TextSize = 'small' | 'normal' | 'tall' | 'large' | 'big' | 'huge';

/** The content of a slip as data, without dots, bytes or office rules. */
export type SlipBlock =
  /** Two short texts at the two edges of one line; `right` moves to its own line when both do not fit. */
  | { kind: 'edges'; left: string; right: string }
  /** Wraps at words. In right-to-left languages a line starts at the right. */
  | ({ kind: 'text'; size: TextSize; bold: boolean; align: 'start' | 'center' } & Wording)
  /** Short texts on one line, separated by ` · `; each on its own line when they do not fit. */
  | {
      kind: 'details';
      parts: readonly string[];
      language?: string;
      size: TextSize;
      bold: boolean;
      align: 'start' | 'center';
    }
  /** A box to tick and its text; further lines align with the text of the first. `note` is smaller, in Latin letters. */
  | ({ kind: 'tick'; size: 'normal' | 'tall' | 'big'; note?: Wording } & Wording)
  | { kind: 'number'; text: string }
  /** A QR code of ASCII characters, 1 to 200; capitals, digits and `$%*+-./: ` take the least room. */
  | { kind: 'qr'; text: string }
  /** A centred picture; left out where it is wider than the paper. */
  | { kind: 'logo'; bitmap: Bitmap }
  | { kind: 'line' }
  /** 1 to 8 empty lines of the normal font. */
  | { kind: 'gap'; lines: number };

export interface SlipDocument {
  blocks: readonly SlipBlock[];
}

/** One printer. It takes one job at a time: a second `print` in the meantime throws. */
export interface Printer {
  condition(): PrinterCondition;
  onCondition(listener: (condition: PrinterCondition) => void): () => void;
  /**
   * Prints a document. Never rejects because of the printer or the link. `onFirstByte` is called when the link accepts the job's first
   * byte.
   */
  print(document: SlipDocument, onFirstByte?: () => void): Promise<PrintResult>;
  /** Waits for the job in progress, then closes the link without dropping sent bytes. */
  close(): Promise<void>;
}
