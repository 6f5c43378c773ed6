import type { CentreStatus } from '../src-main/centre/contract/centre-status.ts';
import {
  CoreStatus,
  EXIT_START_AGAIN,
  EXIT_START_ANEW,
  EXIT_START_TO_MEND,
} from '../src-main/session/contract/kiosk-api.ts';
import { type CoreProcess, type CoreProcessOptions, startCoreProcess } from './core-process.ts';

export interface RestartingCore {
  current(): CoreProcess;
  centre(): Promise<CentreStatus>;
  stop(): Promise<void>;
}

const MOST_STARTS = 5;
const AGAIN: ReadonlySet<number | null> = new Set([EXIT_START_AGAIN, EXIT_START_ANEW, EXIT_START_TO_MEND]);

/** Starts the real core and, like the shell, restarts it when it asks for that. */
export function startRestartingCore(options: CoreProcessOptions): RestartingCore {
  let starts = 0;
  let stopped = false;
  let core = start();

  function start(): CoreProcess {
    starts += 1;
    const started = startCoreProcess(options);
    void started.ended.then(({ code }) => {
      if (!stopped && AGAIN.has(code) && starts < MOST_STARTS) core = start();
    });
    return started;
  }

  async function centre(): Promise<CentreStatus> {
    const asked = core;
    try {
      const answered = await asked.call('getStatus', {});
      return CoreStatus.parse(answered.ok ? answered.value : answered).centre;
    } catch (error) {
      await asked.ended;
      // The core ended during the call and a new core runs, so the new core is asked.
      if (core === asked) throw error;
      return centre();
    }
  }
  return {
    current: () => core,
    centre,
    async stop() {
      stopped = true;
      await core.stop();
    },
  };
}
