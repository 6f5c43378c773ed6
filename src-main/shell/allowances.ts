import type { CompiledBuild } from '../session/contract/build-kind.ts';

/** Exceptions that a public kiosk does not allow. */
export interface Allowances {
  /** A debugger, and the switches Playwright adds to drive the application. */
  debugging: boolean;
  /** The start script found that no sandbox is possible here, and said so. */
  sandboxOff: boolean;
  /** Another Node than the installation's for the core. */
  otherNode: boolean;
  /** `TORN_` variables in the core's environment. */
  environment: boolean;
}

const NONE: Allowances = { debugging: false, sandboxOff: false, otherNode: false, environment: false };

/** A public package ignores its environment; a checkout is debugged only on request. */
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
