import type { PrinterProfile } from '../printer/profile.ts';
import type { CoverState, SlipState } from './dialect.ts';
import type { Fault, ScriptedFault } from './faults.ts';
import type { Bitmap } from './glyphs.ts';
import type { Roll } from './mechanism.ts';
import type { Paper } from './paper.ts';

export const DIALECTS = ['epson', 'star', 'custom'] as const;
export type DialectName = (typeof DIALECTS)[number];

export type Transport =
  /** `host` is 127.0.0.1 and `port` any free one unless said otherwise. */
  | { kind: 'tcp'; host?: string; port?: number }
  /** One end of a pair of ptys, raw. */
  | { kind: 'pty'; path: string };

export interface VirtualPrinterOptions {
  /** Default TCP, at `host` and `port`. */
  transport?: Transport;
  host?: string;
  port?: number;
  profile: PrinterProfile;
  /** Default the one that the profile speaks of. */
  dialect?: DialectName;
  /** Default the profile's; cutting takes as much less time as printing does. */
  speedMmPerS?: number;
  /** Takes bytes no faster than a serial line of this speed carries them (8N1). Default: as they come. */
  baudRate?: number;
  /** It stops reading when it holds so much and cannot work it off. Default 65,536. */
  bufferBytes?: number;
  /** Default a roll that never ends. */
  roll?: Roll;
  faults?: readonly ScriptedFault[];
  /** Pictures stored in it, by their key or number. */
  logos?: Readonly<Record<string, Bitmap>>;
  /** Without it papers have their lines and their length, and no dot is drawn. Default true. */
  draws?: boolean;
  /** How many of the last papers are kept. Default 100. */
  papersKept?: number;
  onPaper?: (paper: Paper) => void;
}

export interface VirtualPrinter {
  /** 0 on a pty. */
  port: number;
  /** The last papers, oldest first. */
  papers: readonly Paper[];
  paper(): SlipState;
  cover(): CoverState;
  /** `ok` puts a new roll in. */
  setPaper(state: SlipState): void;
  /** The roll ends after this many more millimetres. */
  setPaperLeft(lengthMm: number): void;
  paperLeftMm(): number;
  setCover(state: CoverState): void;
  /** The lines on the paper that is not cut off. */
  hanging(): readonly string[];
  /** A person tears off what hangs from the slot. */
  tearOff(): void;
  /** Lets something go wrong here and now. */
  inflict(fault: Fault): void;
  /** Plans what goes wrong from here on; what was planned before and has not happened is forgotten. */
  plan(faults: readonly ScriptedFault[]): void;
  /** Ends every fault, as a technician would, and drops the planned ones. */
  mend(): void;
  /** Called at each cut; returns how to stop listening. */
  onPaper(listener: (paper: Paper) => void): () => void;
  /** Called after each line or feed, with the text that is now on paper. */
  onLine(listener: (text: string) => void): () => void;
  /** Called when a sensor changes. */
  onState(listener: () => void): () => void;
  /** Called when something goes wrong. */
  onFault(listener: (fault: Fault) => void): () => void;
  /** All bytes as the printer takes them, real-time commands among them. */
  onReceive(listener: (bytes: Uint8Array) => void): () => void;
  /** Switches it off: connections are dropped, what it held is forgotten. */
  close(): Promise<void>;
}
