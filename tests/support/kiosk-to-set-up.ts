import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Kiosk, launchKiosk } from './electron.ts';
import { installer } from './installer.ts';
import type { OfficeBench } from './office-bench.ts';
import { processesWith } from './processes.ts';

/** This environment variable marks every process that the kiosk starts. */
const MARK = 'TORN_TEST_MARK';

/** The real application without any configuration, with devices of its own. */
export interface KioskToSetUp {
  /** The previous run must have ended. */
  start(): Promise<ReturnType<typeof installer>>;
  page(): Kiosk['page'];
  /** Kills the application and every process that it started, as a power failure would. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

export function kioskToSetUp(dataDir: string, bench: OfficeBench): KioskToSetUp {
  const mark = randomUUID();
  let kiosk: Kiosk | null = null;
  return {
    async start() {
      kiosk = await launchKiosk({ dataDir, profile: null, under: bench.under, env: { [MARK]: mark } });
      return installer(kiosk.page);
    },
    page() {
      if (kiosk === null) throw new Error('the kiosk does not run');
      return kiosk.page;
    },
    async kill() {
      const ended = new Promise((resolve) => kiosk?.app.process().once('exit', resolve));
      for (const { pid } of processesWith(MARK, mark)) process.kill(pid, 'SIGKILL');
      await ended;
      // A killed process exists for another moment.
      while (processesWith(MARK, mark).length > 0) await pause(10);
      kiosk = null;
    },
    async close() {
      await kiosk?.close();
    },
  };
}
