import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf } from '../../src-main/domain/result.ts';
import { repositoryRoot } from '../runtime.ts';
import { writeOfficeWithDesks } from './desks.ts';

export interface DemonstrationOptions {
  dataFolder: string;
  /** `null` for a first set-up: the technician chooses a profile on the screen. */
  profileFile: string | null;
  /** Address of a real printer. Without an address the profile's printer is used, or else the virtual printer. */
  printer: string | null;
  /** A panel of config/panels. `null`: the kiosk uses the profile's panel. */
  panel: PanelSize | null;
  withCentre: boolean;
  withDesks: boolean;
  verbose: boolean;
}

export interface PanelSize {
  name: string;
  widthPx: number;
  heightPx: number;
}

export const DEMONSTRATION: string = join(repositoryRoot, '.torn', 'demo');

const FIRST_RUN = join(repositoryRoot, '.torn', 'first-run');
const DEMONSTRATION_OFFICE = join(repositoryRoot, 'config', 'offices', 'demonstration.json');

const helpOf = (command: string, does: string): string => `${does}

  ${command} -- [options]

  --data DIR       the kiosk's data (default .torn/demo, .torn/demo-NAME for another office's
                   profile NAME.json, .torn/first-run for a first run)
  --profile FILE   the office (default config/offices/demonstration.json)
  --first-run      a new kiosk, set up by touch: language, PIN, screen size, network, office, numbers and
                   devices; a virtual printer announces itself in the network
  --printer SPEC   a real printer: PROFILE_ID@tcp://HOST:PORT, PROFILE_ID@usb:/dev/usb/lp0
                   or PROFILE_ID@serial:/dev/ttyUSB0?baud=115200&flow=rtscts; if neither
                   this option nor the profile names one, a virtual printer shows its paper
  --panel NAME     a panel of config/panels, such as inch-15-landscape; without a display the
                   virtual screen has its size (default: the profile's, upright 21.5 inches)
  --with-central   also starts a centre (a demonstration, in the folder "centre" beside the
                   kiosk's) and pairs the kiosk with it; prints each ticket that arrives there, and
                   how to sign in to the pages of its invented city
  --with-desks     an office with two desks, which call the kiosk's numbers: the desks and a screen of
                   the hall are pages of the kiosk
  --verbose        prints the whole log, not only warnings
  --help           prints this help
`;

export function readOptions(command: string, does: string): DemonstrationOptions {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      profile: { type: 'string' },
      'first-run': { type: 'boolean', default: false },
      printer: { type: 'string' },
      panel: { type: 'string' },
      'with-central': { type: 'boolean', default: false },
      'with-desks': { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(helpOf(command, does));
    process.exit(0);
  }
  const isFirstRun = values['first-run'];
  if (
    isFirstRun &&
    (values.profile ?? values.printer ?? (values['with-central'] || values['with-desks'] || undefined)) !== undefined
  )
    refuse(
      '--first-run takes no --profile, --printer, --with-central or --with-desks: the technician chooses these on the screen.',
    );
  const named = isFirstRun ? null : resolve(values.profile ?? DEMONSTRATION_OFFICE);
  const dataFolder = resolve(values.data ?? folderFor(named));
  if (named !== null && !existsSync(named))
    refuse(`there is no office profile ${named}. See config/offices, or --help.`);
  const withDesks = values['with-desks'];
  const profileFile = named !== null && withDesks ? officeWithDesks(named, dataFolder) : named;
  const panel = values.panel === undefined ? null : readPanel(values.panel);
  return {
    dataFolder,
    profileFile,
    printer: values.printer ?? null,
    panel,
    withCentre: values['with-central'],
    withDesks,
    verbose: values.verbose,
  };
}

/**
 * Returns the data folder for a profile; `null`: a first set-up. Each office has its own folder, because otherwise a desk would call
 * numbers of the office that was shown before.
 */
export function folderFor(profileFile: string | null): string {
  if (profileFile === null) return FIRST_RUN;
  return profileFile === DEMONSTRATION_OFFICE ? DEMONSTRATION : `${DEMONSTRATION}-${basename(profileFile, '.json')}`;
}

function officeWithDesks(profileFile: string, dataFolder: string): string {
  try {
    return writeOfficeWithDesks(profileFile, dataFolder);
  } catch (error) {
    return refuse(`desks cannot be added to ${profileFile}: ${messageOf(error)}`);
  }
}

const PANELS = join(repositoryRoot, 'config', 'panels');

function refuse(sentence: string): never {
  console.error(`Torn: ${sentence}`);
  process.exit(2);
}

function readPanel(name: string): PanelSize {
  const names = readdirSync(PANELS).map((file) => basename(file, '.json'));
  if (!names.includes(name)) refuse(`there is no panel ${name}. There are ${names.join(', ')}.`);
  const { widthPx, heightPx } = JSON.parse(readFileSync(join(PANELS, `${name}.json`), 'utf8')) as PanelSize;
  return { name, widthPx, heightPx };
}

/** Returns a path inside the checkout relative to it, and any other path unchanged. */
export const here = (path: string): string => (path.startsWith(repositoryRoot) ? relative(repositoryRoot, path) : path);
