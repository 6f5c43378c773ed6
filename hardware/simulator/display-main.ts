import { parseArgs } from 'node:util';
import { fail, plugIn, sayUsage, tell } from './program.ts';
import { DISPLAY_KINDS, type DisplayKind, startVirtualDisplay } from './virtual-display.ts';

const KINDS = Object.keys(DISPLAY_KINDS) as DisplayKind[];
const USAGE =
  `npm run virtual-display -- --link PTY [--as ${KINDS.join('|')}]\n` +
  'Prints the text that the display shows, one line of JSON for each change, until it is stopped.';

function readArguments(): { link: string; kind: DisplayKind } {
  try {
    const { values } = parseArgs({
      options: { help: { type: 'boolean' }, link: { type: 'string' }, as: { type: 'string', default: 'alpha-led' } },
    });
    if (values.help) return sayUsage(USAGE);
    const kind = KINDS.find((one) => one === values.as);
    if (values.link !== undefined && kind !== undefined) return { link: values.link, kind };
  } catch {
    // Bad arguments are reported by `fail` below.
  }
  return fail('bad-arguments', USAGE);
}

const { link, kind } = readArguments();
const display = await plugIn(startVirtualDisplay({ path: link, kind }));
tell({ event: 'plugged-in', ...display.face() });
display.onFace((face) => tell({ event: 'shows', ...face }));
