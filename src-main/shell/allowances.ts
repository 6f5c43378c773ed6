import type { CompiledBuild } from '../session/contract/build-kind.ts';

/** Exceptions to the lock-down of the kiosk; an official build allows none. */
export interface Allowances {
  /** Allows a debugger, and the switches that Playwright adds to drive the application. */
  debugging: boolean;
  /** Allows a start without the sandbox, because the start script found that this machine cannot have one. */
  sandboxOff: boolean;
  otherNode: boolean;
  environment: boolean;
}

const NONE: Allowances = { debugging: false, sandboxOff: false, otherNode: false, environment: false };

/**
 * An official build allows nothing, whatever its environment says. A checkout of the source allows debugging only with TORN_TEST_BUILD=1.
 */
export function allowancesOf(
  build: CompiledBuild,
  isPackaged: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): Allowances {
  if (build.kind === 'official') return NONE;
  return {
    debugging: isPackaged || environment.TORN_TEST_BUILD === '1',
    sandboxOff: environment.TORN_SANDBOX === 'off',
    otherNode: true,
    environment: true,
  };
}
