import { MOST_PATCH } from '../../contract/shared/events.ts';
import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Refusal } from '../../session/contract/kiosk-api.ts';
import type { TicketStore } from '../../tickets/ports/store.ts';
import type { OfficeScreen, OfficeValue, ShownChange } from '../contract/office.ts';
import type { CarriedFile } from '../contract/office-file.ts';
import type { ReadOffice } from '../ports/office-travel.ts';
import type { OfficeProblem, OwnOffice } from '../ports/own-office.ts';
import { overtakenOwn } from '../rules/own-office.ts';
import type { Office } from './office.ts';
import { differences, patched, patchOf } from './office-differences.ts';
import { type DraftPlace, withField, withOneMore, withoutOne } from './office-draft.ts';
import { nodeAt } from './office-fields.ts';
import { onMachine } from './travelling-office.ts';

export type OfficePart = OfficeScreen['part'];

/**
 * The technician's draft of the office's profile. It has no effect until it is applied, and is kept when the technician leaves the page.
 */
export interface OfficeEditor {
  draft(): unknown;
  path(): string;
  part(): OfficePart;
  changes(): readonly ShownChange[];
  problems(): readonly OfficeProblem[];
  /** The draft as a valid profile; `null` while it has problems. */
  profile(): OfficeProfile | null;
  open(path: string): Result<null, Refusal>;
  begin(): void;
  look(part: OfficePart): void;
  change(pointer: string, value: OfficeValue): Result<null, Refusal>;
  add(): Result<null, Refusal>;
  remove(): Result<null, Refusal>;
  drop(): void;
  /** Replaces the draft with an imported office; refused if that is not this kiosk's office. */
  adopt(office: ReadOffice): Result<null, Refusal>;
  /**
   * Saves the draft as a version that is valid from the day `from`; refused while the draft has problems or no changes, and if `from` is
   * past.
   */
  apply(from: string): Result<null, Refusal>;
  /** Returns to an earlier version, or with 0 to the profile without changes; drops the draft. */
  returnTo(no: number): Result<null, Refusal>;
  /**
   * Makes a draft that applies the technician's newest change to the newer version of the centre that replaced it; refused if there is no
   * such change, or if the change does not fit.
   */
  sayAgain(): Result<null, Refusal>;
}

interface EditorParts {
  office: Pick<Office, 'profile' | 'now'>;
  ownOffice: OwnOffice;
  store: Pick<TicketStore, 'recordEvent' | 'today'>;
  clock: Clock;
  log: Log;
}

const NOT_HERE = { kind: 'not-possible-here' } as const;

interface Draft {
  document: unknown;
  carried: readonly CarriedFile[];
  path: string;
  part: OfficePart;
}

export function createOfficeEditor(parts: EditorParts): OfficeEditor {
  const { profile } = parts.office;
  // The draft begins as the parsed profile, with defaults filled in, so that it differs only by the technician's changes.
  const draft: Draft = { document: profile, carried: [], path: '', part: 'fields' };
  const look = createLook(parts, draft);
  return {
    draft: () => draft.document,
    path: () => draft.path,
    part: () => draft.part,
    changes: () => look().changes,
    problems: () => look().problems,
    profile: () => look().profile,
    begin: () => void Object.assign(draft, { path: '', part: 'fields' }),
    look(next) {
      draft.part = next;
    },
    drop: () => void Object.assign(draft, { document: profile, carried: [], path: '', part: 'fields' } satisfies Draft),
    adopt(office) {
      if (office.profile.officeId !== profile.officeId) return refuse(NOT_HERE);
      const document = onMachine(office.profile, profile);
      Object.assign(draft, { document, carried: office.carried, path: '', part: 'review' } satisfies Draft);
      return succeed(null);
    },
    ...fieldsOf(parts, draft, look),
    ...versionsOf(parts, draft, look),
  };
}

function createLook({ office, ownOffice }: EditorParts, draft: Draft) {
  const lookAt = (document: unknown) => {
    const checked = ownOffice.check(document, draft.carried);
    return {
      document,
      changes: differences(office.profile, document),
      ...(checked.ok ? { problems: [], profile: checked.value } : { problems: checked.error.problems, profile: null }),
    };
  };
  let seen: ReturnType<typeof lookAt> = {
    document: office.profile,
    changes: [],
    problems: [],
    profile: office.profile,
  };
  return () => {
    if (seen.document !== draft.document) seen = lookAt(draft.document);
    return seen;
  };
}

type Look = ReturnType<typeof createLook>;

function fieldsOf({ office, ownOffice }: EditorParts, draft: Draft, look: Look) {
  const around = () => ({ profile: look().profile ?? office.profile, offered: ownOffice.offered() });
  const become = (next: DraftPlace | null): Result<null, Refusal> => {
    if (next === null) return refuse(NOT_HERE);
    Object.assign(draft, next);
    return succeed(null);
  };
  return {
    open(to) {
      const found = nodeAt(draft.document, to);
      if (found.path !== to || (found.node.kind !== 'branch' && found.node.kind !== 'list')) return refuse(NOT_HERE);
      draft.path = to;
      draft.part = 'fields';
      return succeed(null);
    },
    change: (pointer, value) => become(withField(draft, pointer, value, around())),
    add: () => become(withOneMore(draft, around())),
    remove: () => become(withoutOne(draft)),
  } satisfies Partial<OfficeEditor>;
}

function versionsOf(parts: EditorParts, draft: Draft, look: Look) {
  const { office, ownOffice, store, log } = parts;
  const base = () => ownOffice.base().version;
  const today = () => store.today.now().serviceDay;

  function keep(said: Said): Result<null, Refusal> {
    const { from } = said;
    const kept = keepVersion(parts, said);
    if (!kept.ok) {
      log.event(kept.error.kind, { detail: kept.error.detail });
      return refuse({ kind: 'store-failed' });
    }
    Object.assign(draft, { document: office.profile, carried: [], path: '', part: 'history' } satisfies Draft);
    if (from <= today()) ownOffice.startAnew();
    return kept;
  }

  return {
    apply(from) {
      const { changes, profile } = look();
      if (from < today() || changes.length === 0 || profile === null) return refuse(NOT_HERE);
      return keep({ document: profile, carried: draft.carried, from, returnsTo: null });
    },
    returnTo(no) {
      const again = { document: null, carried: [], from: today(), returnsTo: no };
      if (no === 0) return keep(again);
      const version = ownOffice.versions().find((one) => one.no === no);
      if (version === undefined || version.base !== base()) return refuse(NOT_HERE);
      const { document, carried } = version;
      if (document === null) return keep(again);
      const checked = ownOffice.check(JSON.parse(document), carried);
      if (!checked.ok) return refuse({ ...NOT_HERE, detail: checked.error.problems[0]?.detail ?? '' });
      return keep({ ...again, document: checked.value, carried });
    },
    sayAgain() {
      const overtaken = overtakenOwn(ownOffice.versions(), base());
      const again = overtaken === null ? null : patched(office.profile, JSON.parse(overtaken.patch));
      if (again === null)
        return refuse({ ...NOT_HERE, detail: 'does not fit the profile that the centre has sent since' });
      const { carried = [] } = overtaken ?? {};
      Object.assign(draft, { document: again, carried, path: '', part: 'review' } satisfies Draft);
      return succeed(null);
    },
  } satisfies Partial<OfficeEditor>;
}

/**
 * A version to save. `document` is `null` for the profile without this kiosk's changes, from the centre or this machine; `returnsTo` is the
 * number of the earlier version that it restores.
 */
interface Said {
  document: OfficeProfile | null;
  carried: readonly CarriedFile[];
  from: string;
  returnsTo: number | null;
}

/**
 * Saves the version, then queues it for the centre as a proposal. If queueing fails, the proposal is lost; the next version's patch
 * contains its change too, because both start from the same base.
 */
function keepVersion(
  { office, ownOffice, store, clock, log }: EditorParts,
  { document, carried, from, returnsTo }: Said,
) {
  const base = ownOffice.base();
  const patch = JSON.stringify(document === null ? [] : patchOf(base.profile, document));
  const no = (ownOffice.versions().at(-1)?.no ?? 0) + 1;
  const kept = ownOffice.keep({
    no,
    officeId: office.profile.officeId,
    madeAt: new Date(clock.wallMs()).toISOString(),
    from,
    base: base.version,
    document: document === null ? null : JSON.stringify(document),
    carried: [...carried],
    returnsTo,
    changes: differences(office.profile, document ?? base.profile),
    patch,
  });
  if (!kept.ok) return kept;
  const sent = store.recordEvent({
    type: 'office-changed',
    v: 1,
    payload: { no, from, base: base.version, returnsTo, patch: patch.length <= MOST_PATCH ? patch : null },
  });
  if (!sent.ok) log.event(sent.error.kind, { detail: sent.error.detail });
  log.event('office-changed', { no, from });
  return kept;
}
