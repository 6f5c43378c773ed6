import { SLIP_WORDS } from '../../../config/locales/ticket-words.ts';
import panel from '../../../config/panels/inch-32-portrait.json' with { type: 'json' };
import printer from '../../../config/printers/generic-80mm.json' with { type: 'json' };
import terrassa from '../../../config/themes/terrassa.json' with { type: 'json' };
import vilaclara from '../../../config/themes/vilaclara.json' with { type: 'json' };
import template from '../../../config/tickets/standard.json' with { type: 'json' };
import { PrinterTraits } from '../../../hardware/printer/traits.ts';
import type { OfficeProfile } from '../../../src-main/contract/shared/office-profile.ts';
import { Panel } from '../../../src-main/contract/shared/panel.ts';
import { Theme } from '../../../src-main/contract/shared/theme.ts';
import type { HolidayCalendar, LocalMoment } from '../../../src-main/domain/opening-hours.ts';
import { instantOfMoment } from '../../../src-main/domain/service-day.ts';
import type { PaperView } from '../../../src-main/office/contract/office.ts';
import { createOffice } from '../../../src-main/office/steps/office.ts';
import type { Appearance } from '../../../src-main/session/contract/appearance.ts';
import type { ViewState } from '../../../src-main/session/contract/view-state.ts';
import { DEFAULT_ACCESS } from '../../../src-main/session/rules/default-access.ts';
import { USUAL_SPEECH } from '../../../src-main/speech/contract/speech-mode.ts';
import { TicketTemplate } from '../../../src-main/tickets/contract/ticket-template.ts';
import { layTicket } from '../../../src-main/tickets/machine/lay-ticket.ts';

export const PANEL = Panel.parse(panel);
/** A printer that draws QR codes itself, so that the preview gets the code as modules. */
const PRINTER = { ...PrinterTraits.strip().parse(printer), nativeQr: true };
const TEMPLATE = TicketTemplate.parse(template);
const THEMES: Readonly<Record<string, Theme>> = {
  terrassa: Theme.parse(terrassa),
  vilaclara: Theme.parse(vilaclara),
};

export const appearanceOf = ({ screen, touch, speech }: OfficeProfile): Appearance => ({
  panel: PANEL,
  theme: THEMES[screen.theme] ?? Theme.parse(terrassa),
  shade: screen.shade,
  touch,
  speech,
  keypad: {},
});

/**
 * Returns the kiosk's start screen at a moment of the office's clock, by the kiosk's own rules. The kiosk's screen of a closed office can
 * name another office that is open; this preview names no other office.
 */
export function facadeAt(profile: OfficeProfile, calendar: HolidayCalendar, at: LocalMoment): ViewState {
  const wallMs = instantOfMoment(at, profile.zone) ?? 0;
  const clock = { wallMs: () => wallMs, monotonicMs: () => wallMs, after: () => () => undefined };
  const holidays = calendar.holidays.map(({ date, name }) => ({ date, name: { ...name } }));
  const office = createOffice({ profile, calendar: { calendarId: 'preview', holidays, toConfirm: [] } }, [], clock);
  const front = office.front();
  return {
    sessionId: crypto.randomUUID(),
    stateNo: 1,
    language: 'ca',
    languages: profile.languages,
    access: DEFAULT_ACCESS,
    attention: { preferential: false, comeAndFetch: false },
    attentionAcknowledged: false,
    helpComing: false,
    office: { name: profile.name, city: profile.city },
    localTime: `${at.date}T${at.time}`,
    knowsHour: true,
    warning: null,
    printerNotice: null,
    storeNotice: null,
    network: 'online',
    hours: office.hours(),
    canGoBack: false,
    canWithdraw: false,
    givenUp: null,
    speech: { ...USUAL_SPEECH, says: false, aloud: false, synthesiser: 'none' },
    view: front.open
      ? { screen: 'idle', entries: office.entries(), openUntil: front.until, scans: false }
      : {
          screen: 'closed',
          reason: front.reason?.ca ?? null,
          reopens: front.reopens,
          elsewhere: null,
          phone: profile.phone ?? null,
        },
  };
}

/** The assumed width in dots of a character that the printer's fonts lack and that the kiosk would draw, such as an Arabic letter. */
const SHAPED_DOTS = 12;

/** A ticket in Catalan as an 80 mm printer lays it out. `null`: no service gives tickets without an appointment. */
export const paperOf = (profile: OfficeProfile, at: LocalMoment): PaperView | null =>
  layTicket(
    { profile, template: TEMPLATE, logo: null, words: SLIP_WORDS },
    PRINTER,
    { widthDots: (text) => [...text].length * SHAPED_DOTS, draw: () => null },
    at,
  );
