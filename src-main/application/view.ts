import type { Language, Way } from '../contract/office-profile.ts';
import type { Screen, ServiceChoice, TicketView, ViewState } from '../contract/view-state.ts';
import { inLanguage } from './localized.ts';
import type { Office } from './office.ts';
import { endsInSeconds, type Session, type SessionTicket } from './session.ts';

/** Everything the screen shows of a session in an office; `nowMs` is monotonic. */
export function composeView(session: Session, office: Office, nowMs: number): ViewState {
  const { profile } = office;
  const { date, time } = office.now();
  return {
    sessionId: session.sessionId,
    stateNo: session.stateNo,
    language: session.language,
    languages: profile.languages,
    access: session.access,
    office: { name: profile.name, city: profile.city },
    localTime: `${date}T${time}`,
    endsInSeconds: endsInSeconds(session, nowMs),
    canGoBack: session.overlay !== null || session.place.at === 'services',
    view: screenOf(session, office),
  };
}

function screenOf(session: Session, office: Office): Screen {
  if (session.overlay === 'help') return { screen: 'help', phone: office.profile.phone ?? null };
  if (session.overlay !== null) return { screen: session.overlay };
  const { place } = session;
  switch (place.at) {
    case 'front':
      return frontScreen(session.language, office);
    case 'services':
      return servicesScreen(place.way, place.groupId, session.language, office);
    case 'ticket': {
      const ticket = viewTicket(place.ticket, session.language, office);
      if (place.paper === 'coming') return { screen: 'printing', ticket };
      return place.paper === 'out'
        ? { screen: 'take-ticket', ticket }
        : { screen: 'printer-trouble', ticket, cause: place.paper };
    }
    case 'refused':
      return { screen: 'out-of-service', cause: place.cause };
  }
}

/** The ticket in the language of the screen, which may change after the touch, and its service in Catalan too. */
function viewTicket(
  { ticketId, label, serviceId, way }: SessionTicket,
  language: Language,
  office: Office,
): TicketView {
  const name = office.service(serviceId, way)?.name ?? { ca: serviceId };
  return { ticketId, label, service: { text: inLanguage(name, language), catalan: name.ca }, way };
}

function frontScreen(language: Language, office: Office): Screen {
  const front = office.front();
  if (front.open) return { screen: 'idle', ways: office.doors(), openUntil: front.until };
  return {
    screen: 'closed',
    reason: front.reason ? inLanguage(front.reason, language) : null,
    reopens: front.reopens,
    elsewhere: front.elsewhere,
    phone: office.profile.phone ?? null,
  };
}

function servicesScreen(way: Way, groupId: string | null, language: Language, office: Office): Screen {
  const { profile } = office;
  const services = profile.services.filter((service) => service.ways.includes(way));
  const group = profile.groups.find((candidate) => candidate.groupId === groupId) ?? null;
  const choices: ServiceChoice[] = services
    .filter((service) => (service.groupId ?? null) === groupId)
    .map((service) => {
      const { openNow, opensAt } = office.availability(service);
      return {
        kind: 'service',
        serviceId: service.serviceId,
        name: inLanguage(service.name, language),
        hint: service.hint ? inLanguage(service.hint, language) : null,
        pictogram: service.pictogram,
        closed: openNow ? null : { opensAt },
      };
    });
  if (groupId === null)
    for (const candidate of profile.groups)
      if (services.some((service) => service.groupId === candidate.groupId))
        choices.push({
          kind: 'group',
          groupId: candidate.groupId,
          name: inLanguage(candidate.name, language),
          hint: candidate.hint ? inLanguage(candidate.hint, language) : null,
          pictogram: candidate.pictogram,
        });
  return {
    screen: 'services',
    way,
    group: group ? { groupId: group.groupId, name: inLanguage(group.name, language) } : null,
    choices,
  };
}
