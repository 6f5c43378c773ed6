import { z } from 'zod';
import { WORKING_LANGUAGES } from '../../domain/languages.ts';
import { CallingSetting } from './calling.ts';
import { CheckInSetting } from './check-in.ts';
import { DisplaySetting, PrinterSetting, ScannerSetting } from './devices.ts';
import { HallMessage } from './hall-message.ts';
import { HubSetting } from './hub-setting.ts';
import { CityId, ExternalId, KeyId, OfficeId, Slug } from './ids.ts';
import { KeyPlace } from './key-place.ts';
import { Language } from './languages.ts';
import { LocalizedText, localized } from './localized-text.ts';
import { Nearby, nearbyOfficeId } from './nearby.ts';
import { OpeningHours } from './opening-hours.ts';
import { TermSettings } from './retention.ts';
import { Desk, Service, ServiceGroup } from './services.ts';
import { SpeechSetting, VoiceSetting } from './speech-setting.ts';
import { Shade } from './theme.ts';
import { TimeOfDay } from './times.ts';
import { pointersToNothing, ToConfirm } from './to-confirm.ts';
import { TouchSettings } from './touch.ts';
import { WaitingTimes } from './waiting-times.ts';

/** What a kiosk of the office holds of its appointments, and where. */
export const AppointmentSetting = z.strictObject({
  /** Of what is booked on so many opening days after today a kiosk knows; the fewer, the less a stolen one holds. */
  openingDaysAhead: z.int().min(0).max(2).default(1),
  /**
   * Appointments lie on the disk, sealed, only where the keys lie in such a place or a better one; elsewhere they are held in memory alone,
   * and a restart asks for them again. An office with a sensitive service always requires a TPM.
   */
  keyPlace: KeyPlace.optional(),
});
export type AppointmentSetting = z.infer<typeof AppointmentSetting>;

/** What "help" may promise here. */
const HelpSetting = z.strictObject({
  /** Where the desk is, as seen from the kiosk; one line under a button. */
  desk: localized(40).optional(),
  /** `true`: somebody hears "I need help" at the centre too, while it is reached. `false`: it is not even offered where a desk would hear it. */
  callable: z.boolean().optional(),
});

/** The city's central service. Without one a kiosk stands alone. */
export const CentreSetting = z.strictObject({
  /** Plain HTTP only for a centre on this very machine. */
  url: z
    .string()
    .regex(
      /^(https:\/\/[a-z0-9.-]+|http:\/\/(127\.0\.0\.1|\[::1\]|localhost))(:\d{1,5})?$/,
      'expected an address such as https://torn.exemple.cat, or http://127.0.0.1:8080',
    ),
  cityId: CityId,
  /** Of the centre's signing key, when a person knows it beforehand: the kiosk is paired with no other centre. */
  keyId: KeyId.optional(),
});
export type CentreSetting = z.infer<typeof CentreSetting>;

/**
 * Capitals, digits and `. / -` only, and short: so the QR code with its token stays at version 3, which telephones read from
 * thermal paper. Names of hosts do not care about capitals; the path must be served in capitals.
 */
const FollowPage = z
  .string()
  .regex(/^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)+(\/[A-Z0-9-]+)*$/, 'expected an address such as https://exemple.cat/T')
  .max(34);

/** How the screens of an office look. */
export const ScreenSetting = z.strictObject({
  /** Which of `config/panels` its kiosk has, where the machine itself does not say. */
  panel: Slug.optional(),
  /** Which of `config/themes`. */
  theme: Slug.default('terrassa'),
  shade: Shade.default('light'),
  /** The screen of a closed office is dark from then on until it is touched; `never`: it stays lit. */
  darkFrom: TimeOfDay.or(z.literal('never')).default('22:00'),
  /** Also after midnight. */
  darkTo: TimeOfDay.default('06:00'),
});
export type ScreenSetting = z.infer<typeof ScreenSetting>;

const shape = z.strictObject({
  officeId: OfficeId,
  externalId: ExternalId.optional(),
  /** Places keep their Catalan name in every language (Llei 1/1998, art. 18). */
  name: z.string().min(1).max(60),
  /** Whose office it is, under its name on screen: `Ajuntament de Terrassa`. */
  city: z.string().min(1).max(60),
  /** Where it is, after its name on the ticket: `Terrassa`. */
  municipality: z.string().min(1).max(40),
  address: z.string().min(1).max(80),
  phone: z
    .string()
    .regex(/^[0-9 ]{3,15}$/)
    .optional(),
  zone: z.string().refine(isTimeZone, 'expected an IANA time zone such as Europe/Madrid'),
  calendarId: Slug,
  languages: z
    .array(Language)
    .min(1)
    .refine((list) => list[0] === 'ca', 'Catalan comes first')
    .refine((list) => new Set(list).size === list.length, 'a language is listed twice')
    .default(() => [...WORKING_LANGUAGES]),
  /** Shows languages too that no native speaker has reviewed yet; without it such a language stops the load. */
  unreviewedLanguages: z.boolean().default(false),
  /** In a sensitive office services keep neutral names and no detail is ever shown. */
  sensitive: z.boolean().default(false),
  hours: OpeningHours,
  groups: z.array(ServiceGroup).max(6).default([]),
  services: z.array(Service).min(1).max(36),
  desks: z.array(Desk).max(60).default([]),
  help: HelpSetting.optional(),
  /** On the screens of the hall while no number is called; without it they say just that. */
  hallMessage: HallMessage.optional(),
  centre: CentreSetting.optional(),
  /** Days that the kiosk keeps a class of data, where they are not the usual ones. */
  retention: TermSettings.optional(),
  printer: PrinterSetting.optional(),
  scanner: ScannerSetting.optional(),
  /** What shows the calls of desks besides hall screens; only where the kiosk has a `hub`. */
  displays: z.array(DisplaySetting).max(8).optional(),
  checkIn: CheckInSetting.optional(),
  appointments: AppointmentSetting.optional(),
  /** The office's staff may see who waits, and act on it, by a short code that a technician chooses at the kiosk. */
  staffView: z.boolean().optional(),
  /** Numbers are called from desks of this kiosk's own network. Without it nobody is served there. */
  hub: HubSetting.optional(),
  /** Another system calls the people of this office: rows say how its queues stand, as the centre hears of them. Never beside `hub`. */
  calledElsewhere: z.boolean().optional(),
  /** In which order those who wait for a service are called, where it is not the usual. */
  calling: CallingSetting.optional(),
  /** How long screens wait and warn, where it is not the usual. */
  waitingTimes: WaitingTimes.optional(),
  /** Where the second copy of every fact is kept: an absolute path, better on another disk. Beside the data when left out. */
  journalFolder: z
    .string()
    .regex(/^\/[^\0]+$/, 'expected an absolute path')
    .optional(),
  /** Takes over while the first one does not print; `place` says where its paper comes out, as in "al taulell". */
  secondPrinter: PrinterSetting.extend({ place: LocalizedText }).optional(),
  screen: ScreenSetting.prefault({}),
  /** Where its public needs more or less patience of the screen than is usual. */
  touch: TouchSettings.prefault({}),
  speech: SpeechSetting.prefault({}),
  voice: VoiceSetting.optional(),
  ticket: z.strictObject({
    /** Which of `config/tickets`. */
    template: Slug.default('standard'),
    /** A picture of `config/logos`, at the head of the ticket. */
    logo: Slug.optional(),
    closing: LocalizedText.optional(),
    /** Where a turn can be followed; the ticket's QR code adds `/` and an opaque token. Without it there is no QR code. */
    followPage: FollowPage.optional(),
    privacyPage: z.string().regex(/^[a-z0-9./-]{4,60}$/, 'expected an address without scheme, as printed'),
  }),
  /** Offices to send people to while this one is closed, or whose appointment is there; nearest first. */
  nearby: z.array(Nearby).default([]),
  toConfirm: ToConfirm,
});

const withDisplays = shape.superRefine(({ displays = [], desks, hub, calledElsewhere }, context) => {
  if (hub !== undefined && calledElsewhere === true)
    context.addIssue({
      ...{ code: 'custom', path: ['calledElsewhere'], message: 'the desks of `hub` call here: one of them too many' },
      params: { rule: 'other' },
    });
  for (const [index, { deskId }] of displays.entries())
    if (deskId !== undefined && !desks.some((desk) => desk.deskId === deskId))
      context.addIssue({
        ...{ code: 'custom', path: ['displays', index, 'deskId'], message: `there is no desk ${deskId}` },
        params: { rule: 'other' },
      });
});

/** One office as its city describes it: hours, services, printer. What may not be known yet is listed in `toConfirm`. */
export const OfficeProfile = withDisplays.superRefine((profile, context) => {
  /** `rule`: how a screen on which it is edited names the reason. */
  const complain = (path: (string | number)[], message: string, rule = 'other') =>
    context.addIssue({ code: 'custom', path, message, params: { rule } });
  const groupIds = new Set<string>();
  for (const [index, { groupId }] of profile.groups.entries()) {
    if (groupIds.has(groupId)) complain(['groups', index, 'groupId'], `${groupId} is already in use`, 'in-use');
    groupIds.add(groupId);
    const size = profile.services.filter((service) => service.groupId === groupId).length;
    if (size < 1 || size > 6)
      complain(['groups', index], `group ${groupId} holds ${size} services; one to six fit`, 'group-size');
  }
  const serviceIds = new Set<string>();
  for (const [index, { serviceId, groupId, sensitive, documents }] of profile.services.entries()) {
    if (serviceIds.has(serviceId))
      complain(['services', index, 'serviceId'], `${serviceId} is already in use`, 'in-use');
    serviceIds.add(serviceId);
    if (groupId !== undefined && !groupIds.has(groupId))
      complain(['services', index, 'groupId'], `there is no group ${groupId}`, 'unknown-group');
    if (documents !== undefined && (sensitive || profile.sensitive))
      complain(['services', index, 'documents'], 'a sensitive service prints no list of documents');
  }
  const guidance = profile.services.filter((service) => service.guidance === true);
  if (guidance.length > 1) complain(['services'], 'one service at most is the guidance', 'guidance');
  if (guidance.some(({ groupId }) => groupId !== undefined))
    complain(['services'], 'whoever does not know what they need looks into no group', 'guidance');
  if (profile.services.length > 0 && !profile.services.some((service) => service.ways.includes('walk-in')))
    complain(
      ['services'],
      'an appointment is never mandatory: at least one service must take walk-ins (Llei 9/2025)',
      'needs-walk-in',
    );
  const first = profile.services.filter((service) => service.groupId === undefined).length + profile.groups.length;
  if (first > 6)
    complain(['services'], `${first} choices on the first list; six fit: put some into a group`, 'first-list-full');
  if (profile.checkIn?.attendanceProof === true && profile.ticket.followPage === undefined)
    complain(['checkIn', 'attendanceProof'], 'a ticket has a QR code only with ticket/followPage');
  const attention = profile.checkIn?.firstAttention;
  if (
    attention !== undefined &&
    !profile.services.some(({ serviceId, ways }) => serviceId === attention && ways.includes('walk-in'))
  )
    complain(['checkIn', 'firstAttention'], `there is no service ${attention} that takes walk-ins`);
  const { ticketKey, speaker } = profile.speech;
  if (
    ticketKey !== undefined &&
    !profile.services.some(({ serviceId, ways }) => serviceId === ticketKey && ways.includes('walk-in'))
  )
    complain(['speech', 'ticketKey'], `there is no service ${ticketKey} that takes walk-ins`);
  if (speaker && profile.sensitive)
    complain(['speech', 'speaker'], 'in a sensitive office nobody else may hear what is chosen');
  const keyPlace = profile.appointments?.keyPlace ?? 'tpm';
  if (keyPlace !== 'tpm' && (profile.sensitive || profile.services.some(({ sensitive }) => sensitive)))
    complain(['appointments', 'keyPlace'], 'an office with a sensitive service requires tpm');
  for (const [index, entry] of profile.nearby.entries())
    if (nearbyOfficeId(entry) === profile.officeId) complain(['nearby', index], 'an office is not near itself');
  for (const problem of pointersToNothing(profile)) context.addIssue(problem);
});
export type OfficeProfile = z.infer<typeof OfficeProfile>;

function isTimeZone(name: string): boolean {
  // A bare offset such as +01:00 is accepted by Intl, but knows no summer time.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
