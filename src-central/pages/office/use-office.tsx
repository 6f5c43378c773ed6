import type { ComponentType } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { PublishedVersion } from '../../../src-main/contract/centre/offices.ts';
import type { OfficeProfile } from '../../../src-main/contract/shared/office-profile.ts';
import type { HolidayCalendar } from '../../../src-main/domain/opening-hours.ts';
import type { ShownChange } from '../../../src-main/office/contract/office.ts';
import type { OfferedToOffice, OfficeProblem } from '../../../src-main/office/ports/own-office.ts';
import { checkedProfile } from '../../../src-main/office/steps/office-checks.ts';
import { differences, patchOf } from '../../../src-main/office/steps/office-differences.ts';
import { withProposal } from '../../configuration/apply-proposal.ts';
import type { Answer } from '../client.ts';
import { PageHead, waitingPage } from '../layout.tsx';
import { type PageProps, useAsked, usePage } from '../page-context.ts';
import { readDraft, writeDraft } from '../parts/tab-draft.ts';
import { laterOf } from './rules.ts';
import { useOfficeWords } from './words.ts';

/** A version of the office's profile in today's schema, with defaults filled in. */
export interface Base {
  version: number;
  effectiveFrom: string;
  profile: OfficeProfile;
}

/** An office, with the changes in this browser tab that are not yet published. */
export interface OpenOffice {
  officeId: string;
  name: string;
  now: { date: string; time: string; serviceDay: string };
  inEffect: number | null;
  versions: readonly PublishedVersion[];
  openProposals: number;
  newest: PublishedVersion;
  base: Base;
  /** The version in effect and the future versions, sorted by their first days. Changes can begin on any of these versions. */
  bases: readonly PublishedVersion[];
  /** Chooses another version on which the changes begin. `null`: there are changes already, so the version is fixed. */
  choose: ((version: number) => void) | null;
  /** The published version that will replace `base`. `null`: there is no such version. */
  next: PublishedVersion | null;
  calendar: HolidayCalendar;
  offered: OfferedToOffice;
  document: unknown;
  changes: readonly ShownChange[];
  problems: readonly OfficeProblem[];
  /** The profile with the changes. `null`: it has problems. */
  profile: OfficeProfile | null;
  edit: (document: unknown) => void;
  discard: () => void;
  /**
   * Changes made before a newer version was published. `again` applies these changes to `base`; `null`: the changes no longer fit `base`.
   */
  overtaken: { version: number; changes: readonly ShownChange[]; again: (() => void) | null } | null;
  renew: () => void;
}

interface Draft {
  base: number;
  /** The first day of the version on which the draft began. */
  from: string;
  newest: number;
  before: unknown;
  document: unknown;
}

/** The key of the draft in `sessionStorage`. The draft may be stored there because it contains no personal data. */
const keyOf = (officeId: string): string => `torn-office-${officeId}`;

/** A page of an office, which is drawn once the office is loaded. */
export const officePage =
  (Page: ComponentType<{ office: OpenOffice }>) =>
  ({ params: { officeId = '' } }: PageProps) => <OfficeOf officeId={officeId} Page={Page} />;

function OfficeOf({ officeId, Page }: { officeId: string; Page: ComponentType<{ office: OpenOffice }> }) {
  const { t } = usePage();
  const { isReady } = useOfficeWords();
  const list = useAsked('listOffices', { params: {} });
  const versions = useAsked('listProfiles', { params: { officeId } }, { once: true });
  const listed = list.body?.offices.find((office) => office.officeId === officeId) ?? null;
  const newest = versions.body?.versions[0] ?? null;
  const inEffect = versions.body?.inEffect ?? null;
  const [chosen, setChosen] = useState<number | null>(null);
  useEffect(() => {
    if (listed === null || newest === null) return;
    if ((listed.newest ?? 0) > newest.version || listed.version !== inEffect) versions.again();
  }, [listed?.newest, listed?.version, newest?.version, inEffect]);
  if (!isReady || versions.body === null || list.body === null)
    return waitingPage(t('nav.offices'), versions.fault ?? list.fault);
  if (newest === null || versions.body.now === null || listed === null) return <Unreadable />;
  const bases = basesOf(versions.body);
  const draft = readDraft<Draft>(keyOf(officeId));
  const { serviceDay } = versions.body.now;
  const base =
    draft === null
      ? (bases.find(({ version }) => version === (chosen ?? inEffect)) ?? bases[0] ?? newest)
      : (bases.find(({ version }) => version === draft.base) ??
        bases.findLast(({ effectiveFrom }) => effectiveFrom <= laterOf(draft.from, serviceDay)) ??
        newest);
  return (
    <Loaded
      key={`${officeId} ${newest.version} ${base.version}`}
      officeId={officeId}
      newest={newest}
      listed={listed}
      Page={Page}
      bases={bases}
      chosen={base.version}
      onChoose={setChosen}
      published={versions.body}
      renew={() => {
        versions.again();
        list.again();
      }}
    />
  );
}

/**
 * Returns the version in effect and future versions. If several future versions begin on the same day, only the version published last
 * counts.
 */
function basesOf({ versions, inEffect, now }: Answer<'listProfiles'>): PublishedVersion[] {
  const coming = versions.filter(({ effectiveFrom }) => now !== null && effectiveFrom > now.serviceDay);
  const lastOfDay = coming.filter(
    (one) => !coming.some(({ effectiveFrom, version }) => effectiveFrom === one.effectiveFrom && version > one.version),
  );
  return [...versions.filter(({ version }) => version === inEffect), ...lastOfDay].sort((one, other) =>
    one.effectiveFrom.localeCompare(other.effectiveFrom),
  );
}

function Unreadable() {
  const { t } = usePage();
  return (
    <>
      <PageHead title={t('nav.offices')} />
      <p class="waiting-for">{useOfficeWords().t('unreadable')}</p>
    </>
  );
}

function Loaded({
  officeId,
  newest,
  bases,
  chosen,
  onChoose,
  listed,
  published,
  renew,
  Page,
}: {
  officeId: string;
  newest: PublishedVersion;
  bases: readonly PublishedVersion[];
  chosen: number;
  onChoose: (version: number) => void;
  listed: Answer<'listOffices'>['offices'][number];
  published: Answer<'listProfiles'>;
  renew: () => void;
  Page: ComponentType<{ office: OpenOffice }>;
}) {
  const { t } = usePage();
  const { body, fault } = useAsked('readProfile', { params: { officeId, version: String(chosen) } }, { once: true });
  const [draft, setDraft] = useState<Draft | null>(() => readDraft<Draft>(keyOf(officeId)));
  const base = useMemo((): Base | null => {
    const read = body === null ? null : checkedProfile(body.document);
    return body === null || !read?.ok
      ? null
      : { version: body.version, effectiveFrom: body.effectiveFrom, profile: read.value };
  }, [body]);
  const isOld = draft !== null && (draft.newest !== newest.version || draft.base !== chosen);
  const document = draft === null || isOld ? base?.profile : draft.document;
  const looked = useMemo(() => {
    if (base === null) return null;
    const checked = checkedProfile(document);
    return {
      changes: differences(base.profile, document),
      problems: checked.ok ? [] : checked.error.problems,
      profile: checked.ok ? checked.value : null,
    };
  }, [base, document]);
  if (body === null) return waitingPage(t('nav.offices'), fault);
  if (base === null || looked === null || published.now === null) return <Unreadable />;
  const keep = (next: Draft | null): void => {
    writeDraft(keyOf(officeId), next);
    setDraft(next);
  };
  const edit = (next: unknown): void => {
    const isSame = patchOf(base.profile, next).length === 0;
    keep(
      isSame
        ? null
        : { base: chosen, from: base.effectiveFrom, newest: newest.version, before: base.profile, document: next },
    );
  };
  return (
    <Page
      office={{
        officeId,
        newest,
        base,
        bases,
        document,
        edit,
        renew,
        now: published.now,
        versions: published.versions,
        ...looked,
        name: base.profile.name,
        inEffect: published.inEffect,
        openProposals: listed.openProposals,
        calendar: { holidays: body.holidays },
        offered: body.offered,
        discard: () => keep(null),
        next: bases[bases.findIndex(({ version }) => version === chosen) + 1] ?? null,
        choose: draft === null ? onChoose : null,
        overtaken: isOld ? overtakenOf(draft, base, edit) : null,
      }}
    />
  );
}

function overtakenOf(
  { base: version, before, document }: Draft,
  base: Base,
  edit: (document: unknown) => void,
): OpenOffice['overtaken'] {
  const patch = patchOf(before, document);
  const next = withProposal(JSON.stringify(base.profile), JSON.stringify(before), JSON.stringify(patch));
  return { version, changes: differences(before, document), again: next === null ? null : () => edit(next) };
}
