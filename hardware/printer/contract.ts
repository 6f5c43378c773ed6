/** One tag word per trouble; the same word in code, log, test and manual. */
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

/** What the printer says of itself. `paper-low` prints and asks for a new roll. */
export type PrinterCondition = 'ready' | 'paper-low' | PrinterFault;

export const canPrint = (condition: PrinterCondition): condition is 'ready' | 'paper-low' =>
  condition === 'ready' || condition === 'paper-low';

/**
 * How one job ended. Only the printer's own word makes it `printed`.
 * - `printed`: the printer confirmed that all of it is on paper.
 * - `not-sent`: no byte of it reached the printer; printing it later is safe.
 * - `cancelled`: the printer dropped the rest; a piece may hang, no more will come out.
 * - `unknown`: it may be printed or not; only a person may print it again.
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

/** Words of one language. */
export interface Wording {
  text: string;
  /**
   * BCP 47. It decides the direction, and the script's form of what the printer's own letters cannot hold: `ur` is written in
   * Nastaliq, `ar` in Naskh. Without it the words run from left to right.
   */
  language?: string;
}

/**
 * `small` is the printer's smaller font, `tall` doubles the height, `large` doubles both. The two of large print follow from the printer's
 * dots: capitals of `big` have at least 5 mm, those of `huge` 7.3 mm; where a word would be wider than the paper, its block is smaller.
 */
export type TextSize = 'small' | 'normal' | 'tall' | 'large' | 'big' | 'huge';

/** What is printed, as data: neither dots nor bytes, and nothing of offices. */
export type SlipBlock =
  /** Two short texts at the two edges of one line; `right` moves to its own line when both do not fit. */
  | { kind: 'edges'; left: string; right: string }
  /** Wraps at words. The start of a line is at the right in languages that run from right to left. */
  | ({ kind: 'text'; size: TextSize; bold: boolean; align: 'start' | 'center' } & Wording)
  /** A few words each, on one line with dots between, or one under the other when they do not fit. */
  | {
      kind: 'details';
      parts: readonly string[];
      language?: string;
      size: TextSize;
      bold: boolean;
      align: 'start' | 'center';
    }
  /** A box to tick and what it stands for; further lines begin under the first one's words. `note` is smaller, in Latin letters. */
  | ({ kind: 'tick'; size: 'normal' | 'tall' | 'big'; note?: Wording } & Wording)
  /** The turn's number, as large as this paper allows. */
  | { kind: 'number'; text: string }
  /** A QR code of ASCII characters, 1 to 200; capitals, digits and `$%*+-./: ` take the least room. */
  | { kind: 'qr'; text: string }
  /** A picture in the middle of the line; left out where it is wider than the paper or the printer draws none. */
  | { kind: 'logo'; bitmap: Bitmap }
  /** A line to write on, in pen. */
  | { kind: 'line' }
  /** Empty lines of the normal font, 1 to 8. */
  | { kind: 'gap'; lines: number };

export interface SlipDocument {
  blocks: readonly SlipBlock[];
}

/** A printer as its user sees it. One job at a time: a second `print` while one is under way throws. */
export interface Printer {
  condition(): PrinterCondition;
  /** Called at each change of condition; returns how to stop listening. */
  onCondition(listener: (condition: PrinterCondition) => void): () => void;
  /** Never rejects for anything the printer or the link does. `onFirstByte` runs when the job's first byte is handed to the link. */
  print(document: SlipDocument, onFirstByte?: () => void): Promise<PrintResult>;
  /** Ends the link gently: what is on its way is not thrown away. */
  close(): Promise<void>;
}
