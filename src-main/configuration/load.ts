import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkReviews } from '../../config/translations/review.ts';
import { HolidayCalendar } from '../contract/shared/holiday-calendar.ts';
import { Keypad } from '../contract/shared/keypad.ts';
import { nearbyOfficeId } from '../contract/shared/nearby.ts';
import { OfficeProfile, type ScreenSetting } from '../contract/shared/office-profile.ts';
import { Panel } from '../contract/shared/panel.ts';
import type { SpeechSetting } from '../contract/shared/speech-setting.ts';
import { Theme } from '../contract/shared/theme.ts';
import type { TouchSettings } from '../contract/shared/touch.ts';
import { type Result, refuse, succeed } from '../domain/result.ts';
import type { Appearance } from '../session/contract/appearance.ts';
import { TicketTemplate } from '../tickets/contract/ticket-template.ts';
import { type Carried, readCarriedLogo, readNamed } from './carried.ts';
import { checkDocument, type DocumentFault, readDocument, type Schema } from './document.ts';

export interface Office {
  profile: OfficeProfile;
  calendar: HolidayCalendar;
}

export interface LoadedOffice extends Office {
  template: TicketTemplate;
  /** The PNG at the head of the office's tickets; `null`: none. */
  logo: Uint8Array | null;
  nearby: Office[];
  /** Why an office is missing in `nearby`, one text for each, for the log. The kiosk runs without these offices. */
  leftOut: string[];
}

export type ProfileFault = { kind: 'profile-missing' | 'profile-invalid'; detail: string };

/**
 * Reads and validates an office's profile. `configDir` contains `offices/`, `calendars/`, `tickets/` and `logos/`, in which the profile's
 * ids are looked up; the profile itself may be elsewhere.
 */
export function loadOffice(from: { profileFile: string; configDir: string }): Result<LoadedOffice, ProfileFault> {
  const office = readOffice(from.profileFile, from.configDir);
  return office.ok ? furnish(office.value, from.configDir, []) : office;
}

function furnish(office: Office, configDir: string, carried: Carried): Result<LoadedOffice, ProfileFault> {
  const { languages, unreviewedLanguages } = office.profile;
  const reviewed = unreviewedLanguages ? succeed(null) : checkReviews(languages, configDir);
  if (!reviewed.ok) return refuse({ kind: 'profile-invalid', detail: reviewed.error.detail });
  const nearby: Office[] = [];
  const leftOut: string[] = [];
  for (const [index, entry] of office.profile.nearby.entries()) {
    const other = readOffice(join(configDir, 'offices', `${nearbyOfficeId(entry)}.json`), configDir);
    if (other.ok) nearby.push(other.value);
    else leftOut.push(`nearby/${index}: ${other.error.detail}`);
  }
  const { template: id, logo: logoId } = office.profile.ticket;
  const template = readNamed({ kind: 'template', id }, TicketTemplate, { configDir, carried });
  if (!template.ok) return refuse({ kind: 'profile-invalid', detail: `ticket/template: ${template.error.detail}` });
  const logo = logoId === undefined ? succeed(null) : readLogo(logoId, configDir, carried);
  if (!logo.ok) return logo;
  return succeed({ ...office, template: template.value, logo: logo.value, nearby, leftOut });
}

/**
 * Loads an office from the profile's JSON, such as one from the centre. Documents that are missing in `configDir` are taken from `carried`.
 */
export function loadOfficeDocument(from: {
  document: string;
  configDir: string;
  carried?: Carried;
}): Result<LoadedOffice, ProfileFault> {
  const { document, configDir, carried = [] } = from;
  const profile = parseProfile(document);
  if (!profile.ok) return profile;
  const office = withCalendar(profile.value, 'profile', configDir, carried);
  return office.ok ? furnish(office.value, configDir, carried) : office;
}

export function checkProfile(profile: unknown): Result<OfficeProfile, ProfileFault> {
  const checked = checkDocument(profile, OfficeProfile);
  return checked.ok ? checked : refuse({ kind: 'profile-invalid', detail: checked.error.detail });
}

export function loadCalendar(from: {
  calendarId: string;
  configDir: string;
  carried?: Carried;
}): Result<HolidayCalendar, DocumentFault> {
  const { calendarId: id, configDir, carried = [] } = from;
  return readNamed({ kind: 'calendar', id }, HolidayCalendar, { configDir, carried });
}

interface ProfileToLoad<T> {
  profileId: string;
  configDir: string;
  schema: Schema<T>;
}

const profileLoader =
  <Kind extends string>(folder: string, kind: Kind) =>
  <T>({ profileId, configDir, schema }: ProfileToLoad<T>): Result<T, { kind: Kind; detail: string }> => {
    const document = readDocument(join(configDir, folder, `${profileId}.json`), schema);
    return document.ok ? document : refuse({ kind, detail: document.error.detail });
  };

export const loadPrinterProfile = profileLoader('printers', 'printer-profile-invalid');
export const loadScannerProfile = profileLoader('scanners', 'scanner-profile-invalid');

export const loadDisplayProfile = <T>({ profileId, configDir, schema }: ProfileToLoad<T>): Result<T, DocumentFault> =>
  readDocument(join(configDir, 'displays', `${profileId}.json`), schema);

export function loadProfiles<T>(from: { folder: 'printers' | 'scanners'; configDir: string; schema: Schema<T> }): T[] {
  const folder = join(from.configDir, from.folder);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return files.sort().flatMap((name) => {
    const profile = readDocument(join(folder, name), from.schema);
    return profile.ok ? [profile.value] : [];
  });
}

const USUAL_PANEL = 'inch-21-5-portrait';

/**
 * Loads the panel, theme and keypad of an office's screens, and the limits for touches. `panel`, if given, replaces the panel of `screen`.
 */
export function loadAppearance(from: {
  screen: Pick<ScreenSetting, 'panel' | 'theme' | 'shade'>;
  touch: TouchSettings;
  speech: SpeechSetting;
  panel?: string | undefined;
  configDir: string;
}): Result<Appearance, ProfileFault> {
  const { screen, touch, speech, configDir } = from;
  const panel = readDocument(join(configDir, 'panels', `${from.panel ?? screen.panel ?? USUAL_PANEL}.json`), Panel);
  if (!panel.ok) return refuse({ kind: 'profile-invalid', detail: `screen/panel: ${panel.error.detail}` });
  const theme = readDocument(join(configDir, 'themes', `${screen.theme}.json`), Theme);
  if (!theme.ok) return refuse({ kind: 'profile-invalid', detail: `screen/theme: ${theme.error.detail}` });
  const keypad = readDocument(join(configDir, 'keypads', `${speech.keypad}.json`), Keypad);
  if (!keypad.ok) return refuse({ kind: 'profile-invalid', detail: `speech/keypad: ${keypad.error.detail}` });
  const { shade } = screen;
  return succeed({ panel: panel.value, theme: theme.value, shade, touch, speech, keypad: keypad.value.keys });
}

/** The certificates for codes of MiDNI, Spain's identity app: every `midni/*.pem` of `configDir`, as text. Empty without that folder. */
export function loadMidniCertificates(configDir: string): string[] {
  const folder = join(configDir, 'midni');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name.endsWith('.pem') && !entry.isDirectory())
    .map(({ name }) => name)
    .toSorted()
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

function readLogo(id: string, configDir: string, carried: Carried): Result<Uint8Array, ProfileFault> {
  const file = join(configDir, 'logos', `${id}.png`);
  const brought = existsSync(file) ? null : readCarriedLogo(id, carried);
  if (brought !== null) return succeed(brought);
  try {
    return succeed(readFileSync(file));
  } catch {
    return refuse({ kind: 'profile-invalid', detail: `ticket/logo: ${file}: cannot be read` });
  }
}

function readOffice(file: string, configDir: string): Result<Office, ProfileFault> {
  const profile = readDocument(file, OfficeProfile);
  if (!profile.ok) {
    const kind = profile.error.kind === 'unreadable' ? 'profile-missing' : 'profile-invalid';
    return refuse({ kind, detail: profile.error.detail });
  }
  return withCalendar(profile.value, file, configDir, []);
}

function parseProfile(document: string): Result<OfficeProfile, ProfileFault> {
  try {
    return checkProfile(JSON.parse(document));
  } catch {
    return refuse({ kind: 'profile-invalid', detail: 'not JSON' });
  }
}

function withCalendar(
  profile: OfficeProfile,
  from: string,
  configDir: string,
  carried: Carried,
): Result<Office, ProfileFault> {
  const calendar = loadCalendar({ calendarId: profile.calendarId, configDir, carried });
  if (!calendar.ok) return refuse({ kind: 'profile-invalid', detail: `${from}: calendarId: ${calendar.error.detail}` });
  return succeed({ profile, calendar: calendar.value });
}
