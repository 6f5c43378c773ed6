import { createListeners } from '../link/listeners.ts';
import type { CommandSetName } from '../printer/dialects.ts';
import type { PrinterProfile } from '../printer/profile.ts';
import type { DialectName, VirtualPrinter, VirtualPrinterOptions } from './contract.ts';
import { createCustom } from './custom.ts';
import type { Dialect, Immediate, Interpreter } from './dialect.ts';
import { createEpson } from './epson.ts';
import { createFaultInjection, type InjectedFaults } from './fault-injection.ts';
import { createFaultScript, type Fault } from './faults.ts';
import type { HostListeners, HostSide } from './host-side.ts';
import { createIntake, type Intake } from './intake.ts';
import { createMechanism, type Mechanism, type Roll } from './mechanism.ts';
import { createStrip, type Paper, type Strip } from './paper.ts';
import { openPtyForHost } from './pty-host.ts';
import { createStar } from './star.ts';
import { listenForHost } from './tcp-host.ts';
import { createVoice, type Voice } from './voice.ts';

export {
  DIALECTS,
  type DialectName,
  type Transport,
  type VirtualPrinter,
  type VirtualPrinterOptions,
} from './contract.ts';
export type { CoverState, SlipState } from './dialect.ts';
export type { Fault, ScriptedFault } from './faults.ts';
export type { Roll } from './mechanism.ts';
export type { Paper } from './paper.ts';

const PAPERS_KEPT = 100;
const BUFFER_BYTES = 65_536;
const MM_PER_INCH = 25.4;
const ENDLESS: Roll = { lengthMm: Number.POSITIVE_INFINITY, nearEndMm: 0 };

/**
 * A receipt printer at the other end of a TCP connection or a serial line. It behaves as the makers' manuals say. In every dialect it keeps
 * its buffer when paper ends, prints the rest after the refill, and confirms a ticket only once every byte ahead of the request is on
 * paper. Rejects with `CannotListen` or `CannotOpen`.
 */
export async function startVirtualPrinter(options: VirtualPrinterOptions): Promise<VirtualPrinter> {
  const machine = new Machine(options);
  const { mechanism, strip, script, faults, listeners } = machine;
  const host = await openHost(options, machine.hostListeners);
  machine.plugIn(host);
  return {
    port: host.port,
    papers: machine.papers,
    paper: () => mechanism.sensors().paper,
    cover: () => mechanism.sensors().cover,
    setPaper: (state) => mechanism.setPaper(state),
    setPaperLeft: (lengthMm) => mechanism.setPaperLeft(lengthMm),
    paperLeftMm: () => mechanism.paperLeftMm(),
    setCover: (state) => mechanism.setCover(state),
    hanging: strip.hanging,
    tearOff: () => machine.handOut(),
    inflict: (fault) => faults.inflict(fault),
    plan: script.plan,
    mend() {
      script.plan([]);
      faults.mend();
    },
    onPaper: listeners.paper.add,
    onLine: listeners.line.add,
    onState: listeners.state.add,
    onFault: listeners.fault.add,
    onReceive: listeners.receive.add,
    async close() {
      machine.switchOff();
      await host.close();
    },
  };
}

function openHost({ transport = { kind: 'tcp' } }: VirtualPrinterOptions, on: HostListeners): Promise<HostSide> {
  if (transport.kind === 'pty') return openPtyForHost(transport.path, on);
  if (transport.kind === 'line') return transport.open(on);
  return listenForHost(transport.host ?? '127.0.0.1', transport.port ?? 0, on);
}

class Machine {
  readonly papers: Paper[] = [];
  readonly listeners = {
    paper: createListeners<Paper>(),
    line: createListeners<string>(),
    state: createListeners<void>(),
    fault: createListeners<Fault>(),
    receive: createListeners<Uint8Array>(),
  };
  readonly hostListeners: HostListeners;
  readonly mechanism: Mechanism;
  readonly strip: Strip;
  readonly script = createFaultScript();
  readonly faults: InjectedFaults;
  readonly #papersKept: number;
  readonly #dialect: Dialect;
  readonly #interpreter: Interpreter;
  readonly #voice: Voice;
  readonly #intake: Intake;
  #filter: ReturnType<Dialect['createFilter']>;
  #host: HostSide | null = null;
  #reportSelection = 0;
  #serialNo = 0;

  constructor(options: VirtualPrinterOptions) {
    const { profile, draws = true, papersKept = PAPERS_KEPT } = options;
    this.#papersKept = papersKept;
    this.#dialect = dialectOf(options);
    this.#filter = this.#dialect.createFilter();
    this.#interpreter = this.#dialect.createInterpreter(() => {
      this.mechanism.drop();
      this.mechanism.clearCounter();
    });
    const headToCutterDots = Math.round((profile.headToCutterMm * profile.dpi) / MM_PER_INCH);
    this.strip = createStrip(profile.widthDots, headToCutterDots, draws);
    if (options.onPaper) this.listeners.paper.add(options.onPaper);
    this.script.plan(options.faults ?? []);
    this.#voice = createVoice((bytes) => {
      if (this.#isHeard()) this.#host?.send(bytes);
    });
    this.mechanism = this.#createMechanism(options);
    this.#intake = this.#createIntake(options);
    this.faults = createFaultInjection({
      voice: this.#voice,
      mechanism: this.mechanism,
      intake: this.#intake,
      host: () => this.#host,
      forgetEverything: () => this.#forgetEverything(),
      struck: this.listeners.fault.tell,
    });
    this.hostListeners = {
      connected: () => {
        this.#reportSelection = 0;
      },
      bytes: (bytes) => this.#intake.offer(bytes),
    };
  }

  plugIn(host: HostSide): void {
    this.#host = host;
  }

  switchOff(): void {
    this.faults.close();
    this.mechanism.stop();
    this.#voice.reset();
    this.#intake.close();
  }

  handOut(): void {
    this.script.cut();
    this.#serialNo += 1;
    const bytes = this.#interpreter.takeBytes();
    const cut = { serialNo: this.#serialNo, bytes, unknown: this.#interpreter.takeUnknown(), ...this.strip.cut() };
    this.papers.push(cut);
    if (this.papers.length > this.#papersKept) this.papers.shift();
    this.listeners.paper.tell(cut);
  }

  #createMechanism({ profile, speedMmPerS = profile.speedMmPerS, roll = ENDLESS }: VirtualPrinterOptions): Mechanism {
    return createMechanism(
      { profile, speedMmPerS, roll, interpreter: this.#interpreter, strip: this.strip },
      {
        changed: () => {
          this.#reportChange();
          this.listeners.state.tell();
        },
        line: (text) => {
          this.listeners.line.tell(text);
          this.#inflictAll(this.script.line());
        },
        cut: () => this.handOut(),
        proved: (processId) => this.#voice.prove(processId, this.#dialect.proof),
        counted: () => this.#reportChange(),
        askedForPaper: () => this.#voice.say(this.#dialect.answerPaper(this.mechanism.sensors())),
        askedForName: (which) => this.#voice.say(this.#dialect.answerName(which)),
        reports: (selection) => {
          this.#reportSelection = selection;
          this.#reportChange();
        },
        began: () => {
          if (this.#dialect.resetEndsReports) this.#reportSelection = 0;
          // Without a blade a person tears the paper off before the next ticket.
          if (profile.cutter === 'none' && this.strip.hanging().length > 0) this.handOut();
        },
        madeRoom: () => this.#intake.pump(),
      },
    );
  }

  #createIntake({ baudRate, bufferBytes = BUFFER_BYTES }: VirtualPrinterOptions): Intake {
    return createIntake({
      baudRate: baudRate ?? null,
      room: () => {
        if (this.faults.isStalled()) return 0;
        // An image larger than the buffer is printed while it arrives.
        if (!this.mechanism.isBusy()) return Number.POSITIVE_INFINITY;
        return Math.max(0, bufferBytes - this.#interpreter.held());
      },
      take: (bytes) => this.#receive(bytes),
      setHolding: (holding) => {
        if (holding) this.#host?.pause();
        else this.#host?.resume();
      },
    });
  }

  #isHeard(): boolean {
    return this.faults.isOn() && !this.faults.isUnplugged();
  }

  #receive(bytes: Uint8Array): number {
    const { passed, due } = this.script.pass(bytes);
    const taken = bytes.slice(0, passed);
    if (this.#isHeard()) {
      this.listeners.receive.tell(taken);
      for (const part of this.#filter(taken)) {
        if (part.kind === 'data') this.#interpreter.receive(part.bytes);
        else this.#obeyNow(part);
        this.mechanism.work();
      }
    }
    this.#inflictAll(due);
    return passed;
  }

  #obeyNow(command: Immediate): void {
    switch (command.kind) {
      case 'ask':
        this.#voice.say(this.#dialect.answer(command.question, this.mechanism.sensors()));
        return;
      case 'clear':
        this.#interpreter.drop();
        this.mechanism.drop();
        this.#voice.say(this.#dialect.cleared);
        return;
      case 'restart':
        this.#forgetEverything();
    }
  }

  #reportChange(): void {
    if (this.#reportSelection === 0) return;
    this.#voice.say(this.#dialect.report(this.mechanism.sensors(), this.#reportSelection));
  }

  #forgetEverything(): void {
    this.mechanism.stop();
    this.mechanism.clearCounter();
    this.#interpreter.reset();
    this.#filter = this.#dialect.createFilter();
    this.#reportSelection = 0;
    this.#voice.reset();
  }

  #inflictAll(faults: readonly Fault[]): void {
    for (const fault of faults) this.faults.inflict(fault);
  }
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

const MAKER_OF: Readonly<Partial<Record<CommandSetName, DialectName>>> = { escpos: 'epson', 'star-line': 'star' };

function dialectFor({ commandSet, status }: PrinterProfile): DialectName {
  const maker = status.dialect === 'custom' ? 'custom' : MAKER_OF[commandSet];
  if (maker === undefined) throw new Error(`no virtual printer has the command set ${commandSet}`);
  return maker;
}
