import type { PrinterProfile } from '../printer/profile.ts';
import { createAfflictions } from './afflictions.ts';
import type { DialectName, Transport, VirtualPrinter, VirtualPrinterOptions } from './contract.ts';
import { createCustom } from './custom.ts';
import type { Dialect, Immediate } from './dialect.ts';
import { createEpson } from './epson.ts';
import { createFaultScript, type Fault } from './faults.ts';
import type { HostListeners, HostSide } from './host-side.ts';
import { createIntake } from './intake.ts';
import { createMechanism } from './mechanism.ts';
import { createStrip, type Paper } from './paper.ts';
import { openPtyForHost } from './pty-host.ts';
import { createStar } from './star.ts';
import { listenForHost } from './tcp-host.ts';
import { createVoice } from './voice.ts';

export {
  DIALECTS,
  type DialectName,
  type Transport,
  type VirtualPrinter,
  type VirtualPrinterOptions,
} from './contract.ts';
export type { CoverState, PaperState } from './dialect.ts';
export type { Fault, ScriptedFault } from './faults.ts';
export type { Roll } from './mechanism.ts';
export type { Paper } from './paper.ts';

const PAPERS_KEPT = 100;
const BUFFER_BYTES = 65_536;
const MM_PER_INCH = 25.4;

/**
 * A receipt printer at the other end of a TCP connection or a serial line. Its habits are those of the makers' manuals; see the
 * dialects. Whatever the dialect, it keeps its buffer when paper ends and prints the rest after the refill, and proves a ticket
 * only when all before the request is on paper. Rejects with `CannotListen` or `CannotOpen`.
 */
export async function startVirtualPrinter(options: VirtualPrinterOptions): Promise<VirtualPrinter> {
  const { profile, draws = true, bufferBytes = BUFFER_BYTES, papersKept = PAPERS_KEPT } = options;
  const dialect = dialectOf(options);
  let filter = dialect.createFilter();
  const interpreter = dialect.createInterpreter(() => {
    mechanism.drop();
    mechanism.clearCounter();
  });
  const headToCutterDots = Math.round((profile.headToCutterMm * profile.dpi) / MM_PER_INCH);
  const strip = createStrip(profile.widthDots, headToCutterDots, draws);
  const script = createFaultScript();
  const papers: Paper[] = [];
  const paperListeners = createListeners<Paper>();
  const lineListeners = createListeners<string>();
  const stateListeners = createListeners<void>();
  const faultListeners = createListeners<Fault>();
  const receiveListeners = createListeners<Uint8Array>();
  if (options.onPaper) paperListeners.add(options.onPaper);
  script.plan(options.faults ?? []);

  let host: HostSide | null = null;
  let reportSelection = 0;
  let serialNo = 0;

  const voice = createVoice((bytes) => {
    if (isHeard()) host?.send(bytes);
  });
  const mechanism = createMechanism(
    {
      profile,
      speedMmPerS: options.speedMmPerS ?? profile.speedMmPerS,
      roll: options.roll ?? { lengthMm: Number.POSITIVE_INFINITY, nearEndMm: 0 },
      interpreter,
      strip,
    },
    {
      changed() {
        reportChange();
        stateListeners.emit();
      },
      line(text) {
        lineListeners.emit(text);
        inflictAll(script.line());
      },
      cut: handOut,
      proved: (processId) => voice.prove(processId, dialect.proof),
      counted: reportChange,
      askedForPaper: () => voice.say(dialect.answerPaper(mechanism.sensors())),
      reports(selection) {
        reportSelection = selection;
        reportChange();
      },
      began() {
        if (dialect.resetEndsReports) reportSelection = 0;
        // Without a blade a person tears the paper off before the next one comes.
        if (profile.cutter === 'none' && strip.hanging().length > 0) handOut();
      },
      madeRoom: () => intake.pump(),
    },
  );
  const intake = createIntake({
    baudRate: options.baudRate ?? null,
    room() {
      if (afflictions.isStalled()) return 0;
      // An image larger than the buffer is worked off as it comes.
      return mechanism.isBusy() ? Math.max(0, bufferBytes - interpreter.held()) : Number.POSITIVE_INFINITY;
    },
    take: receive,
    setHolding(holding) {
      if (holding) host?.pause();
      else host?.resume();
    },
  });

  const afflictions = createAfflictions({
    voice,
    mechanism,
    intake,
    host: () => host,
    forgetEverything,
    struck: faultListeners.emit,
  });
  const isHeard = () => afflictions.isOn() && !afflictions.isUnplugged();

  /** Up to the next scripted fault; how many bytes these were. */
  function receive(bytes: Uint8Array): number {
    const { passed, due } = script.pass(bytes);
    const taken = bytes.slice(0, passed);
    if (isHeard()) {
      receiveListeners.emit(taken);
      for (const part of filter(taken)) {
        if (part.kind === 'data') interpreter.receive(part.bytes);
        else obeyNow(part);
        mechanism.work();
      }
    }
    inflictAll(due);
    return passed;
  }

  function obeyNow(command: Immediate): void {
    switch (command.kind) {
      case 'ask':
        voice.say(dialect.answer(command.question, mechanism.sensors()));
        return;
      case 'clear':
        interpreter.drop();
        mechanism.drop();
        voice.say(dialect.cleared);
        return;
      case 'restart':
        forgetEverything();
    }
  }

  function reportChange(): void {
    if (reportSelection !== 0) voice.say(dialect.report(mechanism.sensors(), reportSelection));
  }

  function handOut(): void {
    script.cut();
    serialNo += 1;
    const cut = { serialNo, bytes: interpreter.takeBytes(), unknown: interpreter.takeUnknown(), ...strip.cut() };
    papers.push(cut);
    if (papers.length > papersKept) papers.shift();
    paperListeners.emit(cut);
  }

  function forgetEverything(): void {
    mechanism.stop();
    mechanism.clearCounter();
    interpreter.reset();
    filter = dialect.createFilter();
    reportSelection = 0;
    voice.reset();
  }

  function inflictAll(faults: readonly Fault[]): void {
    for (const fault of faults) afflictions.inflict(fault);
  }

  const listeners: HostListeners = {
    connected() {
      reportSelection = 0;
    },
    bytes: (bytes) => intake.offer(bytes),
  };
  const transport: Transport = options.transport ?? { kind: 'tcp' };
  const opened =
    transport.kind === 'pty'
      ? await openPtyForHost(transport.path, listeners)
      : await listenForHost(
          transport.host ?? options.host ?? '127.0.0.1',
          transport.port ?? options.port ?? 0,
          listeners,
        );
  host = opened;

  return {
    port: opened.port,
    papers,
    paper: () => mechanism.sensors().paper,
    cover: () => mechanism.sensors().cover,
    setPaper: mechanism.setPaper,
    setPaperLeft: mechanism.setPaperLeft,
    paperLeftMm: mechanism.paperLeftMm,
    setCover: mechanism.setCover,
    hanging: strip.hanging,
    tearOff: handOut,
    inflict: afflictions.inflict,
    plan: script.plan,
    mend() {
      script.plan([]);
      afflictions.mend();
    },
    onPaper: paperListeners.add,
    onLine: lineListeners.add,
    onState: stateListeners.add,
    onFault: faultListeners.add,
    onReceive: receiveListeners.add,
    async close() {
      afflictions.close();
      mechanism.stop();
      voice.reset();
      intake.close();
      await opened.close();
    },
  };
}

function dialectOf({
  profile,
  dialect = dialectFor(profile),
  draws = true,
  logos = {},
}: VirtualPrinterOptions): Dialect {
  const options = { profile, draws, logos };
  switch (dialect) {
    case 'epson':
      return createEpson(options, {
        provesPrinting: profile.confirmation === 'process-id',
        clears: profile.clearing === 'dle-dc4-8',
        speaks: profile.status.dialect !== 'none',
      });
    case 'star':
      return createStar(options);
    case 'custom':
      return createCustom(options);
  }
}

function dialectFor({ commandSet, status }: PrinterProfile): DialectName {
  if (commandSet === 'star-line') return 'star';
  return status.dialect === 'custom' ? 'custom' : 'epson';
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
