import { createServer, type Socket } from 'node:net';
import type { PrinterProfile } from '../printer/profile.ts';
import { type Action, createInterpreter } from './escpos-interpreter.ts';
import { closeServer, listenOn } from './listen.ts';
import { createStrip, type Paper } from './paper.ts';
import { createRealTimeFilter, type RealTimeCommand } from './real-time.ts';

export type { Paper } from './paper.ts';

export interface VirtualPrinterOptions {
  /** Default 127.0.0.1. */
  host?: string;
  /** Default 0: any free port. */
  port?: number;
  profile: PrinterProfile;
  /** Default the profile's; cutting takes as much less time as printing does. */
  speedMmPerS?: number;
  onPaper?: (paper: Paper) => void;
}

export type PaperState = 'ok' | 'low' | 'out';
export type CoverState = 'closed' | 'open';

export interface VirtualPrinter {
  port: number;
  /** The last hundred papers, oldest first. */
  papers: readonly Paper[];
  paper(): PaperState;
  cover(): CoverState;
  /** `ok` puts a new roll in. */
  setPaper(state: PaperState): void;
  /** The roll ends after this many more millimetres. */
  setPaperLeft(lengthMm: number): void;
  setCover(state: CoverState): void;
  /** Called at each cut; returns how to stop listening. */
  onPaper(listener: (paper: Paper) => void): () => void;
  /** Called after each line or feed, with the text that is now on paper. */
  onLine(listener: (text: string) => void): () => void;
  /** Called when paper or cover changes. */
  onState(listener: () => void): () => void;
  /** All bytes as they come in, real-time commands among them. */
  onReceive(listener: (bytes: Uint8Array) => void): () => void;
  /** Switches it off: connections are dropped, what it held is forgotten. */
  close(): Promise<void>;
}

const PAPERS_KEPT = 100;
const MM_PER_INCH = 25.4;

/**
 * A receipt printer at the other end of a TCP connection. Its habits are those of the maker's manual
 * (download4.epson.biz/sec_pubs/pos/reference_en/escpos: dle_eot, gs_la, gs_lparen_ch_fn48, dle_dc4_fn8): it keeps its buffer when
 * paper ends and prints the rest after the refill, answers real-time commands at any time, and proves a ticket only when all
 * before the request is on paper. Rejects with `CannotListen`.
 */
export async function startVirtualPrinter(options: VirtualPrinterOptions): Promise<VirtualPrinter> {
  const { host = '127.0.0.1', port = 0, profile, speedMmPerS = profile.speedMmPerS } = options;
  const dotsPerMm = profile.dpi / MM_PER_INCH;
  const headToCutterDots = Math.round(profile.headToCutterMm * dotsPerMm);
  const cutMs = (profile.cutMs * profile.speedMmPerS) / speedMmPerS;

  const interpreter = createInterpreter(profile);
  const filter = createRealTimeFilter();
  const strip = createStrip(profile.widthDots, headToCutterDots);
  const papers: Paper[] = [];
  const paperListeners = createListeners<Paper>();
  const lineListeners = createListeners<string>();
  const stateListeners = createListeners<void>();
  const receiveListeners = createListeners<Uint8Array>();
  if (options.onPaper) paperListeners.add(options.onPaper);

  let connection: Socket | null = null;
  let paper: PaperState = 'ok';
  let cover: CoverState = 'closed';
  let paperLeftDots = Number.POSITIVE_INFINITY;
  let reportsChanges = false;
  let serialNo = 0;
  /** Read from the buffer, not yet done: paper ended or the cover was opened before it. */
  let pending: Action | null = null;
  let moving: NodeJS.Timeout | undefined;
  let movingUntilMs = 0;

  const isOffline = () => paper === 'out' || cover === 'open';
  const answer = (...bytes: number[]) => {
    if (connection?.writable) connection.write(Uint8Array.from(bytes));
  };

  function reportChange(): void {
    if (!reportsChanges) return;
    const printer = 0x14 | (isOffline() ? 0x08 : 0) | (cover === 'open' ? 0x20 : 0);
    const sensors = (paper === 'ok' ? 0 : 0x03) | (paper === 'out' ? 0x0c : 0);
    answer(printer, 0x00, sensors, 0x0f);
  }

  function change(next: { paper?: PaperState; cover?: CoverState }): void {
    if ((next.paper ?? paper) === paper && (next.cover ?? cover) === cover) return;
    paper = next.paper ?? paper;
    cover = next.cover ?? cover;
    reportChange();
    stateListeners.emit();
    work();
  }

  function answerNow(command: RealTimeCommand): void {
    if (command.kind === 'clear') {
      interpreter.drop();
      pending = null;
      answer(0x37, 0x25, 0x00);
      return;
    }
    const idle = 0x12;
    const bits = {
      1: 0x04 | (isOffline() ? 0x08 : 0),
      2: (cover === 'open' ? 0x04 : 0) | (paper === 'out' ? 0x20 : 0),
      3: 0,
      4: (paper === 'ok' ? 0 : 0x0c) | (paper === 'out' ? 0x60 : 0),
    }[command.question];
    answer(idle | bits);
  }

  /** Obeys the buffer until the mechanism is busy, the printer offline, or the buffer empty. */
  function work(): void {
    while (moving === undefined && !isOffline()) {
      pending ??= interpreter.next();
      if (pending === null) return;
      const action = pending;
      const lengthDots = lengthOf(action);
      if (lengthDots > paperLeftDots) {
        change({ paper: 'out' });
        return;
      }
      pending = null;
      paperLeftDots -= lengthDots;
      move(durationMs(action, lengthDots), () => complete(action));
    }
  }

  function lengthOf(action: Action): number {
    if (action.kind === 'print' || action.kind === 'feed') return action.heightDots;
    return action.kind === 'cut' ? action.feedDots + (action.feedToBlade ? headToCutterDots : 0) : 0;
  }

  const durationMs = (action: Action, lengthDots: number) =>
    (lengthDots / dotsPerMm / speedMmPerS) * 1_000 + (action.kind === 'cut' ? cutMs : 0);

  /** Short movements are added up: a timer is set only when a whole millisecond is due. */
  function move(tookMs: number, done: () => void): void {
    const nowMs = performance.now();
    movingUntilMs = Math.max(movingUntilMs, nowMs) + tookMs;
    if (movingUntilMs - nowMs < 1) {
      done();
      return;
    }
    moving = setTimeout(() => {
      moving = undefined;
      done();
      work();
    }, movingUntilMs - nowMs);
  }

  function complete(action: Action): void {
    switch (action.kind) {
      case 'print':
        strip.print(action.bitmap, action.text, action.heightDots);
        lineListeners.emit(action.text);
        return;
      case 'feed':
        strip.feed(action.heightDots);
        lineListeners.emit('');
        return;
      case 'cut':
        strip.feed(lengthOf(action));
        handOut();
        return;
      case 'answer-when-printed':
        answer(0x37, 0x22, ...action.processId, 0x00);
        return;
      case 'answer-paper':
        answer(paper === 'ok' ? 0 : 0x03);
        return;
      case 'report-changes':
        reportsChanges = action.on;
        if (action.on) reportChange();
    }
  }

  function handOut(): void {
    serialNo += 1;
    const cut = { serialNo, bytes: interpreter.takeBytes(), unknown: interpreter.takeUnknown(), ...strip.cut() };
    papers.push(cut);
    if (papers.length > PAPERS_KEPT) papers.shift();
    paperListeners.emit(cut);
  }

  const server = createServer((socket) => {
    // Like most printers, it serves one host.
    if (connection !== null) {
      socket.destroy();
      return;
    }
    connection = socket;
    reportsChanges = false;
    socket.setNoDelay(true);
    socket.on('data', (bytes) => {
      receiveListeners.emit(bytes);
      for (const part of filter(bytes)) {
        if (part.kind === 'data') interpreter.receive(part.bytes);
        else answerNow(part);
        work();
      }
    });
    // The host went away: 'close' follows.
    socket.on('error', () => {});
    socket.once('close', () => {
      connection = null;
    });
  });
  const boundPort = await listenOn(server, host, port);

  return {
    port: boundPort,
    papers,
    paper: () => paper,
    cover: () => cover,
    setPaper(state) {
      if (state !== 'out') paperLeftDots = Number.POSITIVE_INFINITY;
      change({ paper: state });
    },
    setPaperLeft(lengthMm) {
      paperLeftDots = lengthMm * dotsPerMm;
    },
    setCover: (state) => change({ cover: state }),
    onPaper: paperListeners.add,
    onLine: lineListeners.add,
    onState: stateListeners.add,
    onReceive: receiveListeners.add,
    async close() {
      clearTimeout(moving);
      connection?.destroy();
      await closeServer(server);
    },
  };
}

function createListeners<T>(): { add(listener: (value: T) => void): () => void; emit(value: T): void } {
  const listeners = new Set<(value: T) => void>();
  return {
    add(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    emit(value) {
      for (const listener of listeners) listener(value);
    },
  };
}
