import type { Centre } from '../../centre/ports/centre.ts';
import type { CodeReader } from '../../check-in/machine/code-reader.ts';
import type { CoreOptions } from '../../core/arguments.ts';
import type { CoreEnvironment } from '../../core/environment.ts';
import type { OpenedData } from '../../core/open-data.ts';
import type { Speech } from '../../speech/ports/speech.ts';
import type { PrinterWatch } from '../../tickets/steps/printer-watch.ts';
import type { Machine, SelfTest, StoreCare } from '../ports/machine.ts';
import { askMachine } from './asked-of-machine.ts';
import { openDiagnostics } from './diagnostics.ts';
import { openMachineClock } from './machine-clock.ts';
import { openNetworks } from './networks.ts';
import { readNotices } from './notices.ts';
import { openSelfTest } from './self-test.ts';
import { openTouchPanel } from './touch-panel.ts';

export interface MachineParts {
  options: CoreOptions;
  environment: CoreEnvironment;
  data: OpenedData;
  printers: PrinterWatch;
  reader: CodeReader;
  centre: Pick<Centre, 'status' | 'tryNow' | 'isAsking'>;
  speech: Pick<Speech, 'fault'>;
}

/** Largest number of log lines in the diagnostics, few enough for any USB stick. */
const LOG_LINES = 5_000;

export function openMachine(parts: MachineParts): Machine {
  const { options, environment, data } = parts;
  const { log, history, electron, deviceRoot } = environment;
  const { kept, clock, chosen } = data;
  const slot = kept.identity?.slot ?? null;
  const programs = {
    node: process.versions.node,
    electron,
    sqlite: kept.sqliteVersion,
    notices: () => readNotices(options.configDir),
  };
  const { dataDir } = options;
  const runtimeFolder = environment.runtimeFolder ?? null;
  // The compositor starts without rotation, so the saved rotation is requested again.
  if (runtimeFolder !== null && data.kioskFile.turn !== 0)
    askMachine(runtimeFolder, 'turn', String(data.kioskFile.turn));
  const selfTest = openSelfTest({ ...parts, root: deviceRoot, dataDir, care: kept.care, slot, clock, log });
  return {
    care: kept.care,
    deadLetters: (count) => kept.outbox.deadLetters(count),
    recentEvents: () => history.recent(),
    programs,
    selfTest,
    networks: openNetworks({ folder: runtimeFolder, clock: environment.clock, log }),
    canTurn: runtimeFolder !== null,
    turn: (degrees) => runtimeFolder !== null && askMachine(runtimeFolder, 'turn', String(degrees)) === null,
    touch: openTouchPanel({ folder: runtimeFolder, kept: data.kioskFile.touch, clock: environment.clock }),
    clock: openMachineClock({
      folder: runtimeFolder,
      wallClock: environment.clock,
      certainMs: kept.certainTime,
      onSet: () => confirmClock(data, log),
      log,
    }),
    diagnostics: openDiagnostics({
      root: deviceRoot,
      folder: options.stickDir ?? null,
      name: `${chosen.office.profile.officeId}-${slot ?? 'x'}`,
      collect: () => partsOf(parts, selfTest),
      clock,
      log,
    }),
  };
}

/** Records that the clock is right, because a technician or the centre has just set it. */
function confirmClock({ kept }: OpenedData, log: CoreEnvironment['log']): void {
  const confirmed = kept.store.confirmClock();
  if (!confirmed.ok) log.event(confirmed.error.kind, { detail: confirmed.error.detail });
}

/** The parts of the diagnostics. They contain nothing from the store, which has tickets, nor any key. */
function partsOf(parts: MachineParts, selfTest: SelfTest): object[] {
  const { options, environment, data, printers, centre } = parts;
  const { kept, clock, chosen, devices, centreSetting } = data;
  // The pairing code is left out, because a reader of the diagnostics could confirm the pairing at the centre with it.
  const { pairing: _pairing, ...standing } = centre.status();
  const conditions = printers.report();
  return [
    { part: 'diagnostics', version: 1, at: new Date(clock.wallMs()).toISOString(), slot: kept.identity?.slot ?? null },
    {
      part: 'versions',
      torn: environment.version,
      node: process.versions.node,
      electron: environment.electron,
      sqlite: kept.sqliteVersion,
      system: `${process.platform} ${process.arch}`,
    },
    { part: 'options', ...options, centre: centreSetting },
    { part: 'profile', version: chosen.version, fault: data.profileFault, profile: chosen.office.profile },
    { part: 'devices', ...devices },
    {
      part: 'health',
      selfTest: selfTest.last(),
      centre: standing,
      printers: conditions.ok ? conditions.value : conditions.error,
      store: careOf(kept.care),
    },
    ...environment.history.lines(LOG_LINES).map((line) => ({ part: 'log', ...line })),
  ];
}

const careOf = ({ finding, comparedAtMs, backupAtMs, usedBytes, freeBytes }: StoreCare) => ({
  finding,
  comparedAtMs,
  backupAtMs: backupAtMs(),
  usedBytes: usedBytes(),
  freeBytes: freeBytes(),
});
