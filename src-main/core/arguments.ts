import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { LINK_FORMS, parseLink } from '../../hardware/link/address.ts';
import { readCentre } from '../contract/shared/centre-address.ts';
import type { PrinterSetting, ScannerSetting } from '../contract/shared/devices.ts';
import { Slug } from '../contract/shared/ids.ts';
import type { CentreSetting } from '../contract/shared/office-profile.ts';
import { isKioskSlot } from '../domain/numbering.ts';
import { messageOf, type Result, refuse, succeed } from '../domain/result.ts';
import type { StartFault } from '../session/contract/kiosk-api.ts';

export interface CoreOptions {
  dataDir: string;
  /** File of the office's profile; `null`: the office that a technician chose at the screen. */
  profileFile: string | null;
  configDir: string;
  journalDir?: string;
  printer?: PrinterSetting;
  scanner?: ScannerSetting;
  /** A name in `config/panels`, which replaces the panel of the office's profile. */
  panel?: string;
  centre?: CentreSetting;
  /** Folder in which the machine's updater reports how its updates ended; without this folder the kiosk reports no updates. */
  updatesDir?: string;
  /** Folder used instead of a USB stick, for diagnostics, offices, notes about the centre and the journal of a replaced kiosk. */
  stickDir?: string;
}

export interface InitOptions {
  dataDir: string;
  journalDir: string;
  slot: number;
}

export type CoreCommand = { run: CoreOptions } | { init: InitOptions };

const USAGE =
  'core --data DIR [--profile FILE] [--printer PROFILE@LINK] [--scanner PROFILE@LINK|wedge] [--panel NAME] [--centre URL/CITY[#KEY-ID]] [--journal DIR] [--config DIR] [--stick DIR] [--updates DIR], or core init --data DIR --slot N [--journal DIR]';

const OPTIONS = {
  data: { type: 'string' },
  profile: { type: 'string' },
  printer: { type: 'string' },
  scanner: { type: 'string' },
  config: { type: 'string' },
  journal: { type: 'string' },
  slot: { type: 'string' },
  centre: { type: 'string' },
  panel: { type: 'string' },
  stick: { type: 'string' },
  updates: { type: 'string' },
} as const;
type Values = Partial<Record<keyof typeof OPTIONS, string>>;

const wrong = (detail: string) => refuse({ kind: 'bad-arguments' as const, detail: `${detail}. Usage: ${USAGE}` });

/** Reads the core's command line; relative paths start at the working folder, and `configDir` is the default of `--config`. */
export function readArguments(args: readonly string[], configDir: string): Result<CoreCommand, StartFault> {
  const isInit = args[0] === 'init';
  let values: Values;
  try {
    ({ values } = parseArgs({ args: isInit ? args.slice(1) : [...args], options: OPTIONS }));
  } catch (error) {
    return wrong(messageOf(error));
  }
  if (!values.data) return wrong('--data is missing');
  const dataDir = resolve(values.data);
  return isInit ? readInit(values, dataDir) : readRun(values, dataDir, configDir);
}

function readInit({ slot: text, journal }: Values, dataDir: string): Result<CoreCommand, StartFault> {
  const slot = Number(text);
  if (!isKioskSlot(slot)) return wrong('--slot is missing or not a slot of a kiosk (1-8, 10-99)');
  return succeed({ init: { dataDir, journalDir: resolve(journal ?? join(dataDir, 'journal')), slot } });
}

function readRun(values: Values, dataDir: string, configDir: string): Result<CoreCommand, StartFault> {
  if (values.slot !== undefined) return wrong('--slot is only for core init');
  const options: CoreOptions = {
    dataDir,
    profileFile: values.profile === undefined ? null : resolve(values.profile),
    configDir: resolve(values.config ?? configDir),
  };
  if (values.journal !== undefined) options.journalDir = resolve(values.journal);
  if (values.stick !== undefined) options.stickDir = resolve(values.stick);
  if (values.updates !== undefined) options.updatesDir = resolve(values.updates);
  if (values.panel !== undefined) {
    if (!Slug.safeParse(values.panel).success) return wrong(`--panel ${values.panel} is not the name of a panel`);
    options.panel = values.panel;
  }
  if (values.centre !== undefined) {
    const centre = readCentre(values.centre);
    if (!centre)
      return wrong(
        `--centre ${values.centre} is not URL/CITY or URL/CITY#KEY-ID, such as https://torn.exemple.cat/terrassa`,
      );
    options.centre = centre;
  }
  if (values.scanner !== undefined) {
    const scanner = readScanner(values.scanner);
    if (!scanner) return wrong(`--scanner ${values.scanner} is not PROFILE@serial:/dev/NAME?baud=RATE, or wedge`);
    options.scanner = scanner;
  }
  if (values.printer === undefined) return succeed({ run: options });
  const printer = readDevice(values.printer);
  return printer
    ? succeed({ run: { ...options, printer } })
    : wrong(`--printer ${values.printer} is not PROFILE@LINK, where LINK is ${LINK_FORMS}`);
}

function readScanner(text: string): ScannerSetting | null {
  if (text === 'wedge') return { kind: 'wedge' };
  const device = readDevice(text);
  return device?.link.kind === 'serial' ? { kind: 'serial', profileId: device.profileId, link: device.link } : null;
}

function readDevice(text: string): PrinterSetting | null {
  const { profileId = '', address = '' } =
    /^(?<profileId>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)@(?<address>.+)$/.exec(text)?.groups ?? {};
  const link = parseLink(address);
  return profileId !== '' && link.ok ? { profileId, link: link.value } : null;
}
