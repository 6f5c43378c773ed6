import { z } from 'zod';
import { WORKING_LANGUAGES } from '../../../config/languages.ts';
import { KIOSK_WRITER } from '../../domain/from-home.ts';
import { readPosition } from '../../domain/position.ts';
import { CallingSetting } from './calling.ts';
import { CheckInSetting } from './check-in.ts';
import { DisplaySetting, PrinterSetting, ScannerSetting } from './devices.ts';
import { HallMessage } from './hall-message.ts';
import { HallPicture } from './hall-picture.ts';
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
import { FromHomeSetting } from './turns-from-home.ts';
import { WaitingTimes } from './waiting-times.ts';

export const AppointmentSetting = z.strictObject({
  /** Number of opening days after today whose appointments a kiosk caches. A smaller number leaves less data on a stolen kiosk. */
  openingDaysAhead: z.int().min(0).max(2).default(1),
  /**
   * Kiosks store appointments on disk, encrypted, only if their keys are in this place or a safer one (`KEY_PLACES`). Otherwise
   * appointments stay in memory, and a kiosk requests them again after a restart. Absent: `file`. An office with a sensitive service always
   * requires a TPM.
   */
  keyPlace: KeyPlace.optional(),
});

const HelpSetting = z.strictObject({
  /** The position of the help desk as seen from the kiosk, shown as one line under a button. */
  desk: localized(40).optional(),
  /**
   * Absent: citizens can call for help while a desk or the staff's view would show the call. `true`: also while the centre is connected,
   * which then receives the calls too. `false`: never.
   */
  callable: z.boolean().optional(),
});

export const CentreSetting = z.strictObject({
  /** The centre's address. Plain HTTP is allowed only for a centre on this machine. */
  url: z
    .string()
    .regex(
      /^(https:\/\/[a-z0-9.-]+|http:\/\/(127\.0\.0\.1|\[::1\]|localhost))(:\d{1,5})?$/,
      'expected an address such as https://torn.exemple.cat, or http://127.0.0.1:8080',
    )
    // `URL.canParse` refuses parts that no address has, such as the number 300 or the port 84433.
    .refine(URL.canParse, 'expected an address such as https://torn.exemple.cat, or http://127.0.0.1:8080'),
  cityId: CityId,
  /** The id of the centre's signing key, if it is known before the pairing. A pairing with a centre that has another key then fails. */
  keyId: KeyId.optional(),
});
export type CentreSetting = z.infer<typeof CentreSetting>;

/**
 * The address of the city's page on which citizens follow their turn. The ticket's QR code contains this address, in capitals, and the
 * turn's token. It is short and has only letters, digits and `. / -`, so that the QR code stays at version 3, which phones read from
 * thermal paper. The case of a host name does not matter, but the web server must serve the path in capitals.
 */
const FollowPage = z
  .string()
  .regex(/^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)+(\/[A-Z0-9-]+)*$/, 'expected an address such as https://exemple.cat/T')
  .max(34);

export const ScreenSetting = z.strictObject({
  /** The name of a file in `config/panels`. A panel that a technician set at the machine takes precedence. */
  panel: Slug.optional(),
  /** The name of a file in `config/themes`. */
  theme: Slug.default('terrassa'),
  shade: Shade.default('light'),
  darkFrom: TimeOfDay.or(z.literal('never')).default('22:00'),
  /** The dark hours may end after midnight. */
  darkTo: TimeOfDay.default('06:00'),
});
export type ScreenSetting = z.infer<typeof ScreenSetting>;

const shape = z.strictObject({
  officeId: OfficeId,
  externalId: ExternalId.optional(),
  /** Places keep their Catalan name in every language (Llei 1/1998, art. 18). */
  name: z.string().min(1).max(60),
  /** The authority, shown under the office's name: `Ajuntament de Terrassa`. */
  city: z.string().min(1).max(60),
  /** The municipality, printed after the office's name on tickets: `Terrassa`. */
  municipality: z.string().min(1).max(40),
  address: z.string().min(1).max(80),
  phone: z
    .string()
    .regex(/^[0-9 ]{3,15}$/)
    .optional(),
  /**
   * Latitude and longitude, `41.5632, 2.0089`. Citizens' pages sort the city's offices by distance from the citizen; the kiosk does not use
   * it.
   */
  position: z
    .string()
    .max(30)
    .refine((text) => readPosition(text) !== null, 'expected latitude and longitude such as 41.5632, 2.0089')
    .optional(),
  zone: z.string().refine(isTimeZone, 'expected an IANA time zone such as Europe/Madrid'),
  calendarId: Slug,
  languages: z
    .array(Language)
    .min(1)
    .refine((list) => list[0] === 'ca', 'Catalan comes first')
    .refine((list) => new Set(list).size === list.length, 'a language is listed twice')
    .default(() => [...WORKING_LANGUAGES]),
  /** Allows languages that no native speaker has reviewed; otherwise such a language is an error. */
  unreviewedLanguages: z.boolean().default(false),
  /** True if every visit to this office is a private matter. The office then shows neutral names of services and never any detail. */
  sensitive: z.boolean().default(false),
  hours: OpeningHours,
  groups: z.array(ServiceGroup).max(6).default([]),
  services: z.array(Service).min(1).max(36),
  desks: z.array(Desk).max(60).default([]),
  help: HelpSetting.optional(),
  /** The message on hall screens while no number is called. Absent: the screens only state that no number is called. */
  hallMessage: HallMessage.optional(),
  /** A picture on hall screens while no number is called; a profile has this or `hallMessage`, not both. */
  hallPicture: HallPicture.optional(),
  centre: CentreSetting.optional(),
  /** Days for which the kiosk keeps each class of data. A class that is missing here is kept for the days in `retention.json`. */
  retention: TermSettings.optional(),
  printer: PrinterSetting.optional(),
  scanner: ScannerSetting.optional(),
  /** Displays of desks' calls in addition to hall screens; they require a `hub`. */
  displays: z.array(DisplaySetting).max(8).optional(),
  checkIn: CheckInSetting.optional(),
  appointments: AppointmentSetting.optional(),
  /**
   * Whether the staff get a view of waiting citizens, behind a short code that a technician chooses at the kiosk, or a personal code that
   * the centre makes.
   */
  staffView: z.boolean().optional(),
  /**
   * Whether the city's page asks a citizen one question after the visit, with five faces as answers. The answers are only counted, and are
   * linked to no person or ticket.
   */
  wordAfter: z.boolean().optional(),
  /** Whether the kiosk asks the question of `wordAfter` on its first screen, for some minutes after a desk has ended a visit. */
  wordAtKiosk: z.boolean().optional(),
  /**
   * `false`: the shared PIN and the shared staff code are not accepted. Each technician and member of staff then enters with a personal
   * code, which the centre makes.
   */
  sharedPin: z.boolean().optional(),
  /** Settings of the kiosk's server for the desks in the office's network, which call its numbers. Absent: the kiosk serves no desks. */
  hub: HubSetting.optional(),
  /**
   * Present if the kiosk offers appointments on another day, from the centre's booking plan. `when-closed`: only to citizens who find the
   * office or a service closed. `always`: also in every list of services.
   */
  anotherDay: z.enum(['when-closed', 'always']).optional(),
  /**
   * True if another system calls this office's citizens. The list of services then shows the other system's queues, as reported by the
   * centre. Not allowed together with `hub`.
   */
  calledElsewhere: z.boolean().optional(),
  calling: CallingSetting.optional(),
  /** Requires a `hub` and `ticket.followPage`. */
  fromHome: FromHomeSetting.optional(),
  waitingTimes: WaitingTimes.optional(),
  /** Folder of the journal, the second copy of every event: an absolute path, preferably on another disk. Default: beside the data. */
  journalFolder: z
    .string()
    .regex(/^\/[^\0]+$/, 'expected an absolute path')
    .optional(),
  /**
   * A printer that is used while `printer` does not print. `place`: the words for the place where the second printer's paper comes out,
   * such as "al taulell".
   */
  secondPrinter: PrinterSetting.extend({ place: LocalizedText }).optional(),
  screen: ScreenSetting.prefault({}),
  /** Timing of touches, if this office's public needs more or less patience than usual. */
  touch: TouchSettings.prefault({}),
  speech: SpeechSetting.prefault({}),
  voice: VoiceSetting.optional(),
  ticket: z.strictObject({
    /** The name of a file in `config/tickets`. */
    template: Slug.default('standard'),
    /** The name of a picture in `config/logos`, printed at the head of the ticket. */
    logo: Slug.optional(),
    closing: LocalizedText.optional(),
    /**
     * The address of the page on which citizens follow their turn; the ticket's QR code adds `/` and an opaque token. Absent: tickets have
     * no QR code.
     */
    followPage: FollowPage.optional(),
    privacyPage: z.string().regex(/^[a-z0-9./-]{4,60}$/, 'expected an address without scheme, as printed'),
  }),
  /**
   * Offices, nearest first, to which the kiosk sends citizens while this office is closed or the wait is long, or if their appointment is
   * at one of these offices.
   */
  nearby: z.array(Nearby).default([]),
  toConfirm: ToConfirm,
});

/** One office as its city describes it: hours, services, printer. `toConfirm` lists the values that the city has not confirmed yet. */
export const OfficeProfile = shape.superRefine((profile, context) => {
  /** `rule`: the name of the broken rule. The editing screen chooses its sentence by this name. */
  const complain = (path: (string | number)[], message: string, rule = 'other') =>
    context.addIssue({ code: 'custom', path, message, params: { rule } });
  if (profile.hallMessage !== undefined && profile.hallPicture !== undefined)
    complain(['hallPicture'], 'the hall shows either `hallMessage` or a picture, not both');
  if (profile.hub !== undefined && profile.calledElsewhere === true)
    complain(
      ['calledElsewhere'],
      '`calledElsewhere` and `hub` exclude each other, because the desks of `hub` call here',
    );
  for (const [index, { deskId }] of (profile.displays ?? []).entries())
    if (deskId !== undefined && !profile.desks.some((desk) => desk.deskId === deskId))
      complain(['displays', index, 'deskId'], `there is no desk ${deskId}`);
  const groupIds = new Set<string>();
  for (const [index, { groupId }] of profile.groups.entries()) {
    if (groupIds.has(groupId)) complain(['groups', index, 'groupId'], `${groupId} is already in use`, 'in-use');
    groupIds.add(groupId);
    const size = profile.services.filter((service) => service.groupId === groupId).length;
    if (size < 1 || size > 6)
      complain(['groups', index], `group ${groupId} has ${size} services; it must have one to six`, 'group-size');
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
  if (guidance.length > 1) complain(['services'], 'at most one service may be the guidance', 'guidance');
  if (guidance.some(({ groupId }) => groupId !== undefined))
    complain(
      ['services'],
      'the guidance cannot be in a group, because a person who needs guidance does not know which group to open',
      'guidance',
    );
  if (profile.services.length > 0 && !profile.services.some((service) => service.ways.includes('walk-in')))
    complain(
      ['services'],
      'an appointment is never mandatory: at least one service must take walk-ins (Llei 9/2025)',
      'needs-walk-in',
    );
  const first = profile.services.filter((service) => service.groupId === undefined).length + profile.groups.length;
  if (first > 6)
    complain(
      ['services'],
      `${first} choices on the first list, which has room for six: put some into a group`,
      'first-list-full',
    );
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
    complain(['speech', 'speaker'], 'a sensitive office has no speaker, because other people would hear the choices');
  if (profile.desks.some(({ deskId }) => deskId === KIOSK_WRITER))
    complain(['desks'], `${KIOSK_WRITER} cannot be the id of a desk`);
  const { fromHome } = profile;
  if (fromHome !== undefined) {
    if (profile.hub === undefined)
      complain(['fromHome'], 'turns from home need `hub`, whose desks call them', 'from-home-desks');
    if (profile.ticket.followPage === undefined)
      complain(['fromHome'], 'turns from home need ticket/followPage, which shows them', 'from-home-page');
    if (profile.checkIn?.ways.includes('locator') !== true)
      complain(
        ['fromHome'],
        'turns from home need `locator` in `checkIn`, because the citizen types the code',
        'from-home-code',
      );
    if (profile.sensitive) complain(['fromHome'], 'a sensitive office gives no turns from home', 'from-home-sensitive');
    for (const [index, { serviceId }] of fromHome.services.entries()) {
      const service = profile.services.find((one) => one.serviceId === serviceId);
      const isOffered = service?.ways.includes('walk-in') === true && !service.sensitive;
      if (!isOffered || fromHome.services.findIndex((one) => one.serviceId === serviceId) !== index)
        complain(
          ['fromHome', 'services', index, 'serviceId'],
          `${serviceId} is listed twice, is sensitive, or takes no walk-ins`,
          'from-home-service',
        );
    }
  }
  const keyPlace = profile.appointments?.keyPlace ?? 'tpm';
  if (keyPlace !== 'tpm' && (profile.sensitive || profile.services.some(({ sensitive }) => sensitive)))
    complain(['appointments', 'keyPlace'], 'an office with a sensitive service must keep the key in the TPM (`tpm`)');
  for (const [index, { services = [] }] of profile.desks.entries())
    for (const unknown of services.filter((one) => !serviceIds.has(one)))
      complain(['desks', index, 'services'], `there is no service ${unknown}`, 'unknown-service');
  const isCalled = (serviceId: string): boolean =>
    profile.desks.length === 0 ||
    profile.desks.some(({ services }) => services?.some((one) => one === serviceId) ?? true);
  for (const [index, { serviceId }] of profile.services.entries())
    if (!isCalled(serviceId)) complain(['services', index], `no desk may call ${serviceId}`, 'uncalled');
  for (const [index, entry] of profile.nearby.entries())
    if (nearbyOfficeId(entry) === profile.officeId)
      complain(['nearby', index], 'an office cannot be its own nearby office');
  for (const problem of pointersToNothing(profile)) context.addIssue(problem);
});
export type OfficeProfile = z.infer<typeof OfficeProfile>;

function isTimeZone(name: string): boolean {
  // `Intl` also accepts a bare offset such as +01:00, which has no summer time.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
