import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { SearchedNetwork } from '../../hardware/discovery/announced.ts';
import type { PrinterSetting } from '../../src-main/contract/shared/devices.ts';
import type { CentreSetting } from '../../src-main/contract/shared/office-profile.ts';
import { startCore } from '../../src-main/core/core.ts';
import { createSystemClock, sleptMs } from '../../src-main/core/system-clock.ts';
import type { Clock } from '../../src-main/ports/clock.ts';
import type { EventKind } from '../../src-main/session/contract/event-catalogue.ts';
import {
  type CoreMethod,
  CoreStatus,
  coreMethods,
  type ParamsOf,
  type Push,
} from '../../src-main/session/contract/kiosk-api.ts';
import { ViewState } from '../../src-main/session/contract/view-state.ts';
import { createLogHistory } from '../../src-main/technician/machine/log-history.ts';
import { demonstrationOffice, newRequestId, service } from './core-process.ts';
import { giveSlotTo } from './slot.ts';

interface Logged {
  kind: EventKind;
  fields: Readonly<Record<string, unknown>>;
}

/** The real core, with a /dev and a /sys of its own. It ends with the test. */
export interface CoreInProcess {
  pushes: readonly Push[];
  log: readonly Logged[];
  call<M extends CoreMethod>(method: M, params: ParamsOf<M>): ReturnType<Kiosk['handle']>;
  status(): CoreStatus;
  view(): ViewState;
  /** Resolves once `holds` returns true. It is checked after each push, log line and requested restart. */
  until(holds: () => boolean): Promise<void>;
  /** Takes a ticket. Resolves to the state of its print job when the job has ended. */
  takeTicket(): Promise<string>;
  restarts(): number;
  close(): Promise<void>;
}

type Kiosk = Extract<ReturnType<typeof startCore>, { ok: true }>['value']['kiosk'];

const CONFIG = join(import.meta.dirname, '../../config');

export interface CoreInProcessOptions {
  data: string;
  deviceRoot: string;
  /** `null`: the core starts without a profile, and a technician sets the kiosk up. */
  profile?: string | null;
  /** Slot that a new data folder with a profile gets before the start; `null`: none. Default 1. */
  slot?: number | null;
  /** Default: a network without devices. */
  network?: SearchedNetwork;
  configDir?: string;
  printer?: PrinterSetting;
  centre?: CentreSetting;
  stickDir?: string;
  /** Default: the machine's clock. */
  clock?: Clock;
  /** Folder in which services of the machine watch for the core's requests. Default: no services. */
  runtimeFolder?: string;
}

export function startCoreInProcess({
  data,
  deviceRoot,
  profile = demonstrationOffice,
  slot = 1,
  network = { own: () => [] },
  clock = createSystemClock(),
  runtimeFolder,
  ...named
}: CoreInProcessOptions): CoreInProcess {
  if (profile !== null && slot !== null) giveSlotTo(data, slot);
  const heard = createHearing();
  const history = createLogHistory({ event: heard.logged }, Date.now);
  let restarts = 0;
  const started = startCore(
    { dataDir: data, profileFile: profile, configDir: CONFIG, ...named },
    {
      clock,
      log: history.log,
      history,
      electron: null,
      push: heard.pushed,
      version: '0.0.0-test',
      startAgain: (detail) => {
        throw new Error(detail);
      },
      startToMend: (detail) => {
        throw new Error(detail);
      },
      startAnew: () => {
        restarts += 1;
        setImmediate(heard.noticed);
      },
      deviceRoot,
      network,
      sleptMs,
      ...(runtimeFolder === undefined ? {} : { runtimeFolder }),
    },
  );
  if (!started.ok) throw new Error(`${started.error.kind}: ${started.error.detail}`);
  const core = started.value;
  let closing: Promise<void> | null = null;
  const close = () => {
    closing ??= core.close();
    return closing;
  };
  onTestFinished(close);
  const { pushes, log, until } = heard;
  return { pushes, log, until, ...callsOf(core.kiosk, heard), restarts: () => restarts, close };
}

function createHearing() {
  const pushes: Push[] = [];
  const log: Logged[] = [];
  const watchers = new Set<() => void>();
  const noticed = () => {
    for (const watcher of [...watchers]) watcher();
  };
  return {
    pushes,
    log,
    noticed,
    pushed(message: Push) {
      pushes.push(message);
      setImmediate(noticed);
    },
    logged(kind: EventKind, fields: Logged['fields'] = {}) {
      log.push({ kind, fields });
      setImmediate(noticed);
    },
    until: (holds: () => boolean): Promise<void> =>
      new Promise((resolve, reject) => {
        const watcher = () => {
          try {
            if (!holds()) return;
            resolve();
          } catch (error) {
            // `holds` throws if another screen has replaced the expected one. The wait then fails at once, before the test's time limit.
            reject(error);
          }
          watchers.delete(watcher);
        };
        watchers.add(watcher);
        watcher();
      }),
  };
}

function callsOf(kiosk: Kiosk, { log, until }: Pick<CoreInProcess, 'log' | 'until'>) {
  const call: CoreInProcess['call'] = (method, params) => {
    coreMethods[method].parse(params);
    return kiosk.handle(method, params);
  };
  const answered = (result: ReturnType<typeof call>): unknown => {
    if (!result.ok) throw new Error(result.error.kind);
    return result.value;
  };
  return {
    call,
    status: () => CoreStatus.parse(answered(call('getStatus', {}))),
    view: () => ViewState.parse(answered(call('getViewState', {}))),
    async takeTicket() {
      const ended = () => log.filter(({ kind }) => kind === 'job-printed' || kind === 'job-not-printed');
      const before = ended().length;
      answered(call('takeTicket', { requestId: newRequestId(), serviceId: service('empadronament'), language: 'ca' }));
      await until(() => ended().length > before);
      return String(ended()[before]?.fields.state);
    },
  };
}
