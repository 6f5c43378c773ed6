import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { LINK_FORMS, parseLink } from '../../hardware/link/address.ts';
import type { StartFault } from '../contract/kiosk-api.ts';
import type { PrinterSetting } from '../contract/office-profile.ts';
import { type Result, refuse, succeed } from '../contract/result.ts';

export interface CoreOptions {
  dataDir: string;
  profileFile: string;
  configDir: string;
  /** Stands before the printer of the office's profile. */
  printer?: PrinterSetting;
}

export const USAGE = 'core --data DIR --profile FILE [--printer PROFILE@LINK] [--config DIR]';

/** Reads the core's command line; paths are taken from the working folder, `configDir` as the default of `--config`. */
export function readArguments(args: readonly string[], configDir: string): Result<CoreOptions, StartFault> {
  const wrong = (detail: string) => refuse({ kind: 'bad-arguments' as const, detail: `${detail}. Usage: ${USAGE}` });
  let values: { data?: string; profile?: string; printer?: string; config?: string };
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        data: { type: 'string' },
        profile: { type: 'string' },
        printer: { type: 'string' },
        config: { type: 'string' },
      },
    }));
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
  if (!values.data) return wrong('--data is missing');
  if (!values.profile) return wrong('--profile is missing');
  const options: CoreOptions = {
    dataDir: resolve(values.data),
    profileFile: resolve(values.profile),
    configDir: resolve(values.config ?? configDir),
  };
  if (values.printer === undefined) return succeed(options);
  const printer = readPrinter(values.printer);
  return printer
    ? succeed({ ...options, printer })
    : wrong(`--printer ${values.printer} is not PROFILE@LINK, where LINK is ${LINK_FORMS}`);
}

function readPrinter(text: string): PrinterSetting | null {
  const { profileId = '', address = '' } =
    /^(?<profileId>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)@(?<address>.+)$/.exec(text)?.groups ?? {};
  const link = parseLink(address);
  return profileId !== '' && link.ok ? { profileId, link: link.value } : null;
}
