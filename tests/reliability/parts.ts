import { runBackup } from './backup/part.ts';
import { runBooking } from './booking/part.ts';
import { runCalling } from './calling/part.ts';
import { runCallingOrder } from './calling-order/part.ts';
import { runCentre } from './centre/part.ts';
import { runClock } from './clock/part.ts';
import { runCluster } from './cluster/part.ts';
import { runCorrupt } from './corrupt/part.ts';
import { runDays } from './days/part.ts';
import { runFirstRun } from './first-run/part.ts';
import { runFromHome } from './from-home/part.ts';
import { runFullDisk } from './full-disk/part.ts';
import { runHeldKiosk } from './held-kiosk/part.ts';
import { runKill } from './kill/part.ts';
import { runModel } from './model/part.ts';
import { runDiskPutBack, runSlotTwice } from './numbers-twice/part.ts';
import type { Part } from './part.ts';
import { runPower } from './power/part.ts';
import { runPowerDisk } from './power-disk/part.ts';
import { stormPrinting } from './printing/part.ts';
import { runProfiles } from './profiles/part.ts';
import { runRobot } from './robot/part.ts';
import { runRot } from './rot/part.ts';
import { fuzzScanner } from './scanner/part.ts';
import { runSockets } from './sockets/part.ts';
import { runSpokenVisits } from './spoken-visits/part.ts';
import { fuzzStatus } from './status-fuzz.ts';
import { runSync } from './sync/part.ts';
import { runTwin } from './twin/part.ts';
import { runTwinCentre } from './twin-centre/part.ts';
import { runVisits } from './visits/part.ts';
import { runWaits } from './waits/part.ts';

/** Every part of the random trials, under the name that `--only` takes. */
export const PARTS: Readonly<Record<string, Part>> = {
  printing: stormPrinting,
  status: fuzzStatus,
  scanner: fuzzScanner,
  model: runModel,
  kill: runKill,
  power: runPower,
  'power-disk': runPowerDisk,
  'full-disk': runFullDisk,
  corrupt: runCorrupt,
  rot: runRot,
  clock: runClock,
  days: runDays,
  sync: runSync,
  centre: runCentre,
  cluster: runCluster,
  backup: runBackup,
  sockets: runSockets,
  visits: runVisits,
  'spoken-visits': runSpokenVisits,
  profiles: runProfiles,
  'first-run': runFirstRun,
  'calling-order': runCallingOrder,
  waits: runWaits,
  calling: runCalling,
  booking: runBooking,
  'from-home': runFromHome,
  robot: runRobot,
  'disk-put-back': runDiskPutBack,
  'slot-twice': runSlotTwice,
  'held-kiosk': runHeldKiosk,
  twin: runTwin,
  'twin-centre': runTwinCentre,
};
