import type { PrinterProfile } from '../printer/profile.ts';
import type { Findings } from './interview.ts';

/** The part of a profile that only the printer itself can vouch for. */
export type Suggestion = Pick<PrinterProfile, 'commandSet' | 'confirmation' | 'clearing'> & {
  dialect: PrinterProfile['status']['dialect'];
};

/** What the findings prove, and no more; `null` when nothing answered or too little was tried. */
export function suggest(found: Findings): Suggestion | null {
  if (found.starStatus)
    return { commandSet: 'star-line', dialect: 'star', confirmation: 'star-counter', clearing: 'star-can' };
  if (found.processId === null) return null;
  return {
    commandSet: 'escpos',
    // Whoever reads Custom's own status does not read these answers.
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
 * The profile to begin with: of the model that the printer, or else its plug, names itself, otherwise of the commonest shape. What was
 * seen of it stands before what the profile says, and the fields that only paper shows are still to be confirmed.
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
  // It said nothing at all: it can print and will never be believed to have printed.
  return { ...base, confirmation: 'none', clearing: 'none', status: { dialect: 'none', reportsChanges: false } };
}

/** The longest model that stands in the name: `TM-T20III` is none of `TM-T20II`. */
function profileOfModel(name: string | null, profiles: readonly PrinterProfile[]): PrinterProfile | undefined {
  const said = plain(name ?? '');
  const named = profiles.filter(({ maker, model }) => maker !== 'generic' && said.includes(plain(model)));
  return named.sort((a, b) => plain(b.model).length - plain(a.model).length)[0];
}

/** On a narrower paper its lines break, which a person sees; lines that are too short nobody would notice. */
function widestUnnamed(profiles: readonly PrinterProfile[]): PrinterProfile | undefined {
  return profiles.filter(({ maker }) => maker === 'generic').sort((a, b) => b.widthDots - a.widthDots)[0];
}

function asSeen(base: PrinterProfile, { dialect, confirmation, clearing }: Suggestion): PrinterProfile {
  const reportsChanges = base.status.dialect === dialect && base.status.reportsChanges;
  return { ...base, confirmation, clearing, status: { dialect, reportsChanges } };
}
