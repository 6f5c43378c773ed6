import type { Allowances } from './allowances.ts';
import { OWN_SWITCHES } from './arguments.ts';

/**
 * Switches that give no control over the program, and that an installer may need, for example for a screen, a touch panel or a shorter log.
 */
const HARMLESS = [
  'user-data-dir',
  'log-level',
  'lang',
  'force-device-scale-factor',
  'disable-gpu',
  'disable-dev-shm-usage',
  'ozone-platform',
  'ozone-platform-hint',
  'touch-devices',
  'touch-events',
  'use-gl',
  'use-angle',
  'password-store',
];

const FOR_TESTS = ['remote-debugging-port', 'remote-debugging-pipe', 'inspect', 'inspect-brk', 'r', 'require'];

const SANDBOX_OFF = ['no-sandbox'];

const NODE_OPTION = /^(inspect|require$|r$|import$|loader$|experimental-loader$|eval$|e$|print$|p$|env-file)/;

/**
 * Names of the switches that prevent this start, without dashes or values; the word `NODE_OPTIONS` precedes a name from `nodeOptions`. An
 * attacker who can add a switch can open the kiosk: a debugging port reads every screen, and a loaded extension or script controls the
 * program. Therefore a switch in `argv` is refused unless it is Torn's own, harmless, or allowed by `allowed` (`core-node`, although Torn's
 * own, needs `otherNode`). A switch in `nodeOptions` is refused only if it matches `NODE_OPTION`, and never with `allowed.debugging`.
 */
export function refusedSwitches(argv: readonly string[], nodeOptions: string, allowed: Allowances): string[] {
  const taken = new Set([
    ...OWN_SWITCHES.filter((name) => name !== 'core-node' || allowed.otherNode),
    ...HARMLESS,
    ...(allowed.debugging ? FOR_TESTS : []),
    ...(allowed.sandboxOff ? SANDBOX_OFF : []),
  ]);
  const refused = argv.map(switchName).filter((name): name is string => name !== null && !taken.has(name));
  if (!allowed.debugging)
    for (const word of nodeOptions.split(/\s+/)) {
      const name = switchName(word);
      if (name !== null && NODE_OPTION.test(name)) refused.push(`NODE_OPTIONS ${name}`);
    }
  return [...new Set(refused)];
}

/** The name of a switch. Chromium also accepts one dash instead of two. */
function switchName(word: string): string | null {
  const match = /^--?([^=]+)/s.exec(word);
  return match?.[1]?.toLowerCase() ?? null;
}
