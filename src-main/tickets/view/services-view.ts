import { listMarkOf } from '../../../config/languages.ts';
import type { QueueStates } from '../../calling/ports/queue-state.ts';
import { longWaitFor } from '../../calling/steps/long-wait.ts';
import type { CheckIn } from '../../check-in/steps/check-in.ts';
import type { Language } from '../../contract/shared/languages.ts';
import { inLanguage } from '../../contract/shared/localized.ts';
import type { Service, ServiceGroup } from '../../contract/shared/services.ts';
import { guidanceFirst } from '../../office/rules/guidance.ts';
import { type Closure, closureOfAll } from '../../office/rules/service-closure.ts';
import type { Office } from '../../office/steps/office.ts';
import type { Screen } from '../../session/contract/view-state.ts';
import type { PlaceOf } from '../../session/steps/session.ts';
import type { ClosureView, ServiceChoice } from '../contract/ticket.ts';

type ServicesScreen = Extract<Screen, { screen: 'services' }>;

interface ServicesPlace {
  office: Office;
  checkIn: Pick<CheckIn, 'takes'>;
  queueStates: QueueStates;
}

export function servicesScreen(
  place: PlaceOf<'services'>,
  language: Language,
  { office, checkIn, queueStates }: ServicesPlace,
): ServicesScreen {
  const { visitType, groupId, purpose } = place;
  const { groups } = office.profile;
  const claim = purpose?.for === 'claim' ? purpose.claim : null;
  const services = guidanceFirst(office.profile.services.filter((service) => service.ways.includes(visitType)));
  const inside = (of: string | null) => services.filter((service) => (service.groupId ?? null) === of);
  const closureOf = (service: Service): Closure | null =>
    purpose !== null && checkIn.takes(service, claim) ? null : office.closureOf(service, visitType);
  const choiceOf = (service: Service): ServiceChoice => {
    const closure = closureOf(service);
    const asks = closure === null && purpose === null && longWaitFor(office, queueStates, service, visitType) !== null;
    // The list does not show how many wait for a sensitive service.
    const queue = service.sensitive ? null : queueStates.ofService(service.serviceId);
    return { ...serviceChoice(service, closure, queue, language), ...(asks ? { asks } : {}) };
  };
  const choices = inside(groupId).map(choiceOf);
  const groupChoices = groups
    .filter((group) => inside(group.groupId).length > 0)
    .map((group) => {
      const members = inside(group.groupId);
      const [only, ...more] = members;
      if (only !== undefined && more.length === 0) return choiceOf(only);
      return groupChoice(group, members, closureOfAll(members.map(closureOf)), language);
    });
  const group = groups.find((candidate) => candidate.groupId === groupId);
  const shown = groupId === null ? firstList([...choices, ...groupChoices], (of) => inside(of).map(choiceOf)) : choices;
  return {
    screen: 'services',
    visitType,
    purpose: purpose === null ? 'ticket' : 'check-in',
    group: group ? { groupId: group.groupId, name: inLanguage(group.name, language) } : null,
    choices: shown,
    open: openOf(shown),
  };
}

function openOf(choices: readonly ServiceChoice[]): ServicesScreen['open'] {
  const open = choices.filter(({ closed }) => closed === null).length;
  if (open > 1) return 'several';
  return open === 1 ? 'one' : 'none';
}

/** Returns the choices of the first list. If a group is the only choice, the list shows the group's services instead. */
function firstList(choices: ServiceChoice[], inside: (groupId: string) => ServiceChoice[]): ServiceChoice[] {
  const [only, ...more] = choices;
  return only?.kind === 'group' && more.length === 0 ? inside(only.groupId) : choices;
}

const serviceChoice = (
  { serviceId, name, hint, pictogram }: Service,
  closure: Closure | null,
  queue: ReturnType<QueueStates['ofService']>,
  language: Language,
): Extract<ServiceChoice, { kind: 'service' }> => ({
  kind: 'service',
  serviceId,
  name: inLanguage(name, language),
  subtitle: hint ? inLanguage(hint, language) : null,
  pictogram,
  closed: viewClosure(closure, language),
  queue,
});

const groupChoice = (
  { groupId, name, hint, pictogram }: ServiceGroup,
  members: readonly Service[],
  closure: Closure | null,
  language: Language,
): ServiceChoice => ({
  kind: 'group',
  groupId,
  name: inLanguage(name, language),
  subtitle: hint ? inLanguage(hint, language) : namesOf(members, language),
  pictogram,
  closed: viewClosure(closure, language),
});

/** Largest number of letters in a subtitle made of names; the first name is shown whole. */
const MOST_LETTERS = 60;

function namesOf(services: readonly Service[], language: Language): string {
  const names = services.map(({ name }) => inLanguage(name, language));
  const mark = listMarkOf(language);
  const fitting = names.filter((_, at) => at === 0 || names.slice(0, at + 1).join(mark).length <= MOST_LETTERS);
  return fitting.length === names.length ? names.join(mark) : `${fitting.join(mark)}…`;
}

export const viewClosure = (closure: Closure | null, language: Language): ClosureView | null =>
  closure && {
    reason: closure.reason,
    note: closure.note && inLanguage(closure.note, language),
    until: closure.until,
  };
