import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import { localMoment } from '../../technician/view/technician-pages.ts';
import type { TicketStore } from '../../tickets/ports/store.ts';
import type { OfficeScreen } from '../contract/office.ts';
import type { OwnOffice } from '../ports/own-office.ts';
import { overtakenOwn } from '../rules/own-office.ts';
import type { Office } from '../steps/office.ts';
import type { OfficeEditor } from '../steps/office-editor.ts';
import { mayBeRemoved, nodeAt, rowsAt } from '../steps/office-fields.ts';
import { type TravelPlace, travelView } from './office-travel-view.ts';

export interface OfficePlaceParts extends TravelPlace {
  office: Office;
  ownOffice: OwnOffice;
  editor: OfficeEditor;
  store: Pick<TicketStore, 'countWalkIns' | 'today'>;
}

const PROBLEMS_SHOWN = 4;
const VERSIONS_SHOWN = 6;
const CHANGES_SHOWN = 30;
const CHANGES_SHOWN_OF_EACH = 8;

export function officePage(place: OfficePlaceParts): Omit<OfficeScreen, 'slot' | 'closesInMinutes'> {
  const { ownOffice, editor } = place;
  const draft = editor.draft();
  const { node, path, where } = nodeAt(draft, editor.path());
  const changes = editor.changes();
  const isChanged = (pointer: string) =>
    changes.some((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`));
  const part = editor.part();
  return {
    screen: 'technician-office',
    master: ownOffice.base().version === null ? 'profile' : 'centre',
    part,
    where,
    path,
    rows: rowsAt(draft, path, isChanged, ownOffice.offered()),
    canAdd: node.kind === 'list',
    canRemove: mayBeRemoved(draft, path),
    changes: changes.slice(0, CHANGES_SHOWN),
    problems: editor
      .problems()
      .slice(0, PROBLEMS_SHOWN)
      .map(({ pointer, rule, detail }) => ({ pointer, where: nodeAt(draft, pointer).where, rule, detail })),
    hanging: hangingOn(place, draft),
    today: place.store.today.now().serviceDay,
    history: part === 'history' ? historyOf(place) : [],
    decided: newestDecided(ownOffice),
    overtaken: overtakenOf(ownOffice),
    paper: part === 'paper' ? paperOf(place) : null,
    travel: part === 'travel' ? travelView(place) : null,
  };
}

/** Services that the draft removes while tickets of today for them may still be waiting. */
function hangingOn({ office, store }: OfficePlaceParts, draft: unknown): OfficeScreen['hanging'] {
  const left = new Set(servicesOf(draft).map(({ serviceId }) => serviceId));
  const gone = office.profile.services.filter(({ serviceId }) => !left.has(serviceId));
  return gone.flatMap(({ serviceId, name }) => {
    const count = store.countWalkIns(store.today.now(), serviceId);
    return count.ok && count.value > 0 ? [{ of: name.ca, tickets: count.value }] : [];
  });
}

const servicesOf = (draft: unknown): OfficeProfile['services'] => (draft as OfficeProfile).services;

function historyOf({ office, ownOffice }: OfficePlaceParts): OfficeScreen['history'] {
  const base = ownOffice.base().version;
  const now = ownOffice.now();
  const own = ownOffice
    .versions()
    .filter((version) => version.base === base)
    .toReversed()
    .slice(0, VERSIONS_SHOWN)
    .map(({ no, madeAt, from, changes, returnsTo }) => ({
      no,
      made: localMoment(Date.parse(madeAt), office),
      from,
      changes: changes.slice(0, CHANGES_SHOWN_OF_EACH),
      returnsTo,
      isNow: no === now,
      decided: decidedOf(ownOffice, no),
    }));
  return [...own, { no: 0, made: null, from: null, changes: [], returnsTo: null, isNow: now === null, decided: null }];
}

function decidedOf(ownOffice: OwnOffice, no: number): OfficeScreen['history'][number]['decided'] {
  const found = ownOffice.decided().find((one) => one.no === no);
  return found === undefined ? null : { decision: found.decision, reason: found.reason, version: found.version };
}

function newestDecided(ownOffice: OwnOffice): OfficeScreen['decided'] {
  const no = ownOffice.versions().at(-1)?.no;
  const decided = no === undefined ? null : decidedOf(ownOffice, no);
  return decided && no !== undefined ? { no, ...decided } : null;
}

/**
 * The technician's newest change, if a newer version of the centre replaced it. An accepted change is left out, because the centre's
 * version contains it.
 */
function overtakenOf(ownOffice: OwnOffice): OfficeScreen['overtaken'] {
  const overtaken = overtakenOwn(ownOffice.versions(), ownOffice.base().version);
  return overtaken === null ||
    overtaken.document === null ||
    decidedOf(ownOffice, overtaken.no)?.decision === 'accepted'
    ? null
    : { no: overtaken.no, changes: overtaken.changes.slice(0, CHANGES_SHOWN_OF_EACH) };
}

function paperOf({ ownOffice, editor }: OfficePlaceParts): OfficeScreen['paper'] {
  const profile = editor.profile();
  return profile === null ? null : ownOffice.paper(profile);
}
