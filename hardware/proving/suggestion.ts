import type { PrinterProfile } from '../printer/profile.ts';
import type { Findings } from './interview.ts';

/** The fields of a profile that only the printer's own answers can show. */
type Suggestion = Pick<PrinterProfile, 'commandSet' | 'confirmation' | 'clearing'> & {
  dialect: PrinterProfile['status']['dialect'];
};

/** Returns `null` when the printer answered nothing or too little was tried. */
function suggest(found: Findings): Suggestion | null {
  if (found.starStatus)
    return { commandSet: 'star-line', dialect: 'star', confirmation: 'star-counter', clearing: 'star-can' };
  if (found.processId === null) return null;
  return {
    commandSet: 'escpos',
    // A printer that obeys Epson's commands for confirmation or clearing needs no status in the form of the maker Custom.
    dialect: found.customStatus && !found.processId && !found.clearing ? 'custom' : 'escpos',
    confirmation: confirmationOf(found),
    clearing: found.clearing ? 'dle-dc4-8' : 'none',
  };
}

function confirmationOf({ processId, answersInOrder }: Findings): Suggestion['confirmation'] {
  if (processId) return 'process-id';
  return answersInOrder ? 'fence' : 'none';
}

const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/**
 * Returns the profile for the first test page: the profile of the model that the printer or `deviceName` names, otherwise the widest
 * generic one, otherwise the first. `null`: no profile has the printer's command set. `found`, the printer's answers, decides confirmation,
 * clearing and status dialect; the person confirms the other fields on paper.
 */
export function proposeProfile(
  found: Findings,
  deviceName: string | null,
  profiles: readonly PrinterProfile[],
): PrinterProfile | null {
  const commandSet = found.starStatus ? 'star-line' : 'escpos';
  const able = profiles.filter((profile) => profile.commandSet === commandSet);
  const base =
    profileOfModel(found.names?.model ?? null, able) ??
    profileOfModel(deviceName, able) ??
    widestUnnamed(able) ??
    able[0];
  if (base === undefined) return null;
  const seen = suggest(found);
  if (seen !== null) return asSeen(base, seen);
  // A printer that reports nothing can print, but its jobs never count as printed.
  return { ...base, confirmation: 'none', clearing: 'none', status: { dialect: 'none', reportsChanges: false } };
}

/** Picks the longest matching model name, so that a `TM-T20III` does not get the profile of `TM-T20II`. */
function profileOfModel(name: string | null, profiles: readonly PrinterProfile[]): PrinterProfile | undefined {
  const said = plain(name ?? '');
  const named = profiles.filter(({ maker, model }) => maker !== 'generic' && said.includes(plain(model)));
  return named.sort((a, b) => plain(b.model).length - plain(a.model).length)[0];
}

/** The widest comes first: on narrower paper its lines break, which a person sees, while lines that are too short go unnoticed. */
function widestUnnamed(profiles: readonly PrinterProfile[]): PrinterProfile | undefined {
  return profiles.filter(({ maker }) => maker === 'generic').sort((a, b) => b.widthDots - a.widthDots)[0];
}

function asSeen(base: PrinterProfile, { dialect, confirmation, clearing }: Suggestion): PrinterProfile {
  const reportsChanges = base.status.dialect === dialect && base.status.reportsChanges;
  return { ...base, confirmation, clearing, status: { dialect, reportsChanges } };
}
